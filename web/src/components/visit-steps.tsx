/** What a visit's doctor, or an admin, does with it: only what its state allows. */
import { Button, Stack, Text } from "@mantine/core";
import { BellRing, CalendarClock, CalendarX2, Check, CircleCheck, UserX } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Appointment, note, remind, type Step } from "@/api/appointments";
import type { Tagged } from "@/api/client";
import { useWords } from "@/i18n/use-words";
import { spokenMoment } from "@/time/spoken";
import { useNow } from "@/time/use-now";
import { Actions } from "./actions";
import { CancelVisit } from "./cancel-visit";
import { Dialog } from "./dialog";
import { ButtonLink } from "./links";
import { Outcome } from "./outcome";
import { Refusal } from "./states";
import { useVisitChange } from "./use-visit-change";
import { hasBegun, mayCancel, mayMove, mayRemind, stepsFrom } from "./visit-rules";
import classes from "./visit-steps.module.css";

type Done = Step | "remind" | "cancel";

interface VisitStepsProps {
  /** As `appointmentQuery` reads it; one from a list has the tag null, and is changed whatever has become of it meanwhile. */
  visit: Tagged<Appointment>;
}

export function VisitSteps({ visit }: VisitStepsProps) {
  const { t } = useTranslation("visits");
  const [early, setEarly] = useState<Step | null>(null);
  const [isCancelling, setIsCancelling] = useState(false);
  const [done, setDone] = useState<Done>();
  const now = useNow();
  const { data } = visit;
  const noting = useVisitChange((step: Step) => note(visit, step));
  const reminding = useVisitChange(() => remind(data.id));
  const error = noting.error ?? reminding.error;

  function begin() {
    setDone(undefined);
    noting.reset();
    reminding.reset();
  }

  function take(step: Step) {
    begin();
    setEarly(null);
    noting.mutate(step, { onSuccess: () => setDone(step) });
  }

  function sendReminder() {
    begin();
    reminding.mutate(undefined, { onSuccess: () => setDone("remind") });
  }

  // What became of it is noted afterwards; until then it can be moved.
  const isToCome = data.status === "confirmed" && !hasBegun(data, now);
  const steps = stepsFrom(data).map((step) => (
    <Button
      key={step}
      variant={step === "no-show" || isToCome ? "default" : "filled"}
      leftSection={ICONS[step]}
      loading={noting.isPending && noting.variables === step}
      onClick={() => (step === "confirm" || hasBegun(data, now) ? take(step) : setEarly(step))}
    >
      {t(`steps.${step}`)}
    </Button>
  ));
  const move = mayMove(data, "doctor", now) && (
    <ButtonLink
      key="move"
      to="/appointments/$appointmentId/reschedule"
      params={{ appointmentId: data.id }}
      variant={isToCome ? "filled" : "default"}
      leftSection={<CalendarClock size={18} aria-hidden="true" />}
    >
      {t("steps.move")}
    </ButtonLink>
  );

  return (
    <Stack gap="sm">
      <div className={classes.steps}>
        {isToCome ? [move, steps] : [steps, move]}
        {mayRemind(data, now) && (
          <Button
            variant="default"
            leftSection={<BellRing size={18} aria-hidden="true" />}
            loading={reminding.isPending}
            onClick={sendReminder}
          >
            {t("steps.remind")}
          </Button>
        )}
        {mayCancel(data, "doctor", now) && (
          <Button
            variant="default"
            c="var(--mantine-color-error)"
            leftSection={<CalendarX2 size={18} aria-hidden="true" />}
            onClick={() => {
              begin();
              setIsCancelling(true);
            }}
          >
            {t("steps.cancel")}
          </Button>
        )}
      </div>
      {error !== null && <Refusal error={error} />}
      <Outcome text={done && t(`steps.done.${done}`)} />
      <NotYet visit={data} step={early} onClose={() => setEarly(null)} onAnyway={take} />
      <CancelVisit
        visit={visit}
        isOpen={isCancelling}
        onClose={() => setIsCancelling(false)}
        onCancelled={() => {
          setIsCancelling(false);
          setDone("cancel");
        }}
      />
    </Stack>
  );
}

const ICONS: Record<Step, React.ReactNode> = {
  confirm: <Check size={18} aria-hidden="true" />,
  complete: <CircleCheck size={18} aria-hidden="true" />,
  "no-show": <UserX size={18} aria-hidden="true" />,
};

interface NotYetProps {
  visit: Appointment;
  step: Step | null;
  onClose: () => void;
  onAnyway: (step: Step) => void;
}

/** What became of a visit that has not begun: nobody knows yet, and it could not be taken back. */
function NotYet({ visit, step, onClose, onAnyway }: NotYetProps) {
  const { t } = useTranslation("visits");
  const { t: tc, locale } = useWords();
  return (
    <Dialog isOpen={step !== null} onClose={onClose} title={t("steps.early.title")}>
      {step && (
        <Stack>
          <Text>{t("steps.early.text", { when: spokenMoment(visit.starts_at, visit.time_zone, locale) })}</Text>
          <Actions>
            <Button variant="default" onClick={() => onAnyway(step)}>
              {t("steps.early.anyway", { what: t(`steps.${step}`) })}
            </Button>
            <Button onClick={onClose} data-autofocus>
              {tc("action.back")}
            </Button>
          </Actions>
        </Stack>
      )}
    </Dialog>
  );
}
