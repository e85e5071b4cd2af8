import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TimeOff } from "@/api/time-off";
import { Actions } from "@/components/actions";
import { Dialog } from "@/components/dialog";
import { Refusal } from "@/components/states";
import { useWords } from "@/i18n/use-words";
import { usePeriodWords } from "../use-period-words";
import { useRemoveTimeOff } from "../use-time-off";

interface RemoveTimeOffProps {
  doctorId: string;
  zone: string;
  /** What is about to be removed; null while nothing is. */
  timeOff: TimeOff | null;
  onClose: (done: boolean) => void;
}

export function RemoveTimeOff({ doctorId, zone, timeOff, onClose }: RemoveTimeOffProps) {
  const { t } = useTranslation("doctor");
  const { t: tc } = useWords();
  const say = usePeriodWords(zone);
  const removing = useRemoveTimeOff(doctorId);
  // Still told while the dialog closes.
  const [last, setLast] = useState(timeOff);
  if (timeOff !== null && timeOff !== last) setLast(timeOff);
  const close = (done: boolean) => {
    removing.reset();
    onClose(done);
  };
  return (
    <Dialog isOpen={timeOff !== null} title={t("timeOff.removeTitle")} onClose={() => close(false)}>
      {last && <Text mb="lg">{t("timeOff.removeText", { period: say(last) })}</Text>}
      {removing.isError && <Refusal error={removing.error} />}
      <Actions>
        <Button variant="default" onClick={() => close(false)}>
          {tc("action.cancel")}
        </Button>
        <Button
          loading={removing.isPending}
          onClick={() => timeOff && removing.mutate(timeOff.id, { onSuccess: () => close(true) })}
        >
          {t("timeOff.removeSubmit")}
        </Button>
      </Actions>
    </Dialog>
  );
}
