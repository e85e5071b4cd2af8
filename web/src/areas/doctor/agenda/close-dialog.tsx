import { Button, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TimeOff } from "@/api/time-off";
import { Actions } from "@/components/actions";
import { Dialog } from "@/components/dialog";
import { Refusal } from "@/components/states";
import { useWords } from "@/i18n/use-words";
import { AffectedVisits } from "../affected-visits";
import { Closed } from "../closed";
import type { Period } from "../period";
import { usePeriodWords } from "../use-period-words";
import { useAddTimeOff } from "../use-time-off";

const LONGEST_REASON = 1000;

interface CloseDialogProps {
  doctorId: string;
  zone: string;
  /** What is about to be closed; null while nothing is. */
  period: Period | null;
  onClose: () => void;
}

/** Closing a part of a day: which visits that meets, before it is done and after. */
export default function CloseDialog({ doctorId, zone, period, onClose }: CloseDialogProps) {
  const { t } = useTranslation("doctor");
  const [done, setDone] = useState<TimeOff | null>(null);
  const close = () => {
    setDone(null);
    onClose();
  };
  return (
    <Dialog
      isOpen={period !== null}
      title={t(done === null ? "close.title" : "timeOff.title")}
      size="lg"
      onClose={close}
    >
      {done !== null && <Closed doctorId={doctorId} zone={zone} timeOff={done} onDone={close} />}
      {done === null && period !== null && (
        <Question doctorId={doctorId} zone={zone} period={period} onDone={setDone} onCancel={close} />
      )}
    </Dialog>
  );
}

interface QuestionProps {
  doctorId: string;
  zone: string;
  period: Period;
  onDone: (timeOff: TimeOff) => void;
  onCancel: () => void;
}

function Question({ doctorId, zone, period, onDone, onCancel }: QuestionProps) {
  const { t } = useTranslation("doctor");
  const { t: tc } = useWords();
  const say = usePeriodWords(zone);
  const [reason, setReason] = useState("");
  const closing = useAddTimeOff(doctorId);

  function submit(event: FormEvent) {
    event.preventDefault();
    closing.mutate({ ...period, reason: reason.trim() || null }, { onSuccess: onDone });
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        <div>
          <Text fw={650} fz="lg">
            {say(period)}
          </Text>
          <Text c="dimmed">{t("close.hint")}</Text>
        </div>
        <AffectedVisits doctorId={doctorId} from={period.starts_at} to={period.ends_at} />
        <TextInput
          label={`${t("timeOff.reason")} (${tc("action.optional")})`}
          description={t("timeOff.reasonHint")}
          maxLength={LONGEST_REASON}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {closing.isError && <Refusal error={closing.error} />}
        <Actions>
          <Button variant="default" onClick={onCancel}>
            {t("close.keep")}
          </Button>
          <Button type="submit" loading={closing.isPending} data-autofocus>
            {t("close.submit")}
          </Button>
        </Actions>
      </Stack>
    </form>
  );
}
