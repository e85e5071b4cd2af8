/** The question before a visit is cancelled: what follows, and why, if somebody wants to say. */
import { Button, Stack, Text, Textarea } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Appointment, cancel } from "@/api/appointments";
import type { Tagged } from "@/api/client";
import { useWords } from "@/i18n/use-words";
import { spokenMoment } from "@/time/spoken";
import { Actions } from "./actions";
import { Dialog } from "./dialog";
import { Refusal } from "./states";
import { useVisitChange } from "./use-visit-change";

// What the API takes.
const LONGEST = 1000;

interface CancelVisitProps {
  visit: Tagged<Appointment>;
  isOpen: boolean;
  onClose: () => void;
  onCancelled: () => void;
}

export function CancelVisit({ isOpen, onClose, ...rest }: CancelVisitProps) {
  const { t } = useTranslation("visits");
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t("cancel.title")}>
      <Question onClose={onClose} {...rest} />
    </Dialog>
  );
}

function Question({ visit, onClose, onCancelled }: Omit<CancelVisitProps, "isOpen">) {
  const { t } = useTranslation("visits");
  const { t: tc, locale } = useWords();
  const [reason, setReason] = useState("");
  const cancelling = useVisitChange(() => cancel(visit, reason));

  // The answer was lost, and the visit read anew says that it worked.
  const isDoneAnyway = cancelling.isError && visit.data.status === "cancelled";
  useEffect(() => {
    if (isDoneAnyway) onCancelled();
  }, [isDoneAnyway, onCancelled]);

  function send(event: FormEvent) {
    event.preventDefault();
    cancelling.mutate(undefined, { onSuccess: onCancelled });
  }

  return (
    <form onSubmit={send}>
      <Stack>
        <div>
          <Text fw={650}>{spokenMoment(visit.data.starts_at, visit.data.time_zone, locale)}</Text>
          <Text>
            {visit.data.doctor_name}, {visit.data.visit_type_name}
          </Text>
        </div>
        <Text>{t("cancel.follows")}</Text>
        <Textarea
          label={`${t("cancel.reason")} (${tc("action.optional")})`}
          description={t("cancel.reasonHint")}
          rows={3}
          maxLength={LONGEST}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {cancelling.isError && <Refusal error={cancelling.error} />}
        <Actions>
          <Button variant="default" onClick={onClose}>
            {t("cancel.keep")}
          </Button>
          <Button type="submit" color="red.9" loading={cancelling.isPending}>
            {t("cancel.submit")}
          </Button>
        </Actions>
      </Stack>
    </form>
  );
}
