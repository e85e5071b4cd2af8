import { Button, Group, Stack, Text } from "@mantine/core";
import { CircleCheckBig } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { TimeOff } from "@/api/time-off";
import { Actions } from "@/components/actions";
import { Refusal } from "@/components/states";
import { StepTitle } from "@/components/step-title";
import { useWords } from "@/i18n/use-words";
import { AffectedVisits } from "./affected-visits";
import classes from "./closed.module.css";
import { usePeriodWords } from "./use-period-words";
import { useRemoveTimeOff } from "./use-time-off";

interface ClosedProps {
  doctorId: string;
  zone: string;
  timeOff: TimeOff;
  onDone: () => void;
}

/** What has just been closed: the visits that are still booked in it, and the way back. */
export function Closed({ doctorId, zone, timeOff, onDone }: ClosedProps) {
  const { t } = useTranslation("doctor");
  const { t: tc } = useWords();
  const say = usePeriodWords(zone);
  const undoing = useRemoveTimeOff(doctorId);
  return (
    <Stack>
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <CircleCheckBig aria-hidden="true" className={classes.icon} />
        <div>
          <StepTitle>{t("close.doneTitle")}</StepTitle>
          <Text>{say(timeOff)}</Text>
        </div>
      </Group>
      <AffectedVisits doctorId={doctorId} from={timeOff.starts_at} to={timeOff.ends_at} isDone />
      {undoing.isError && <Refusal error={undoing.error} />}
      <Actions>
        <Button
          variant="subtle"
          loading={undoing.isPending}
          onClick={() => undoing.mutate(timeOff.id, { onSuccess: onDone })}
        >
          {t("close.undo")}
        </Button>
        <Button onClick={onDone}>{tc("action.done")}</Button>
      </Actions>
    </Stack>
  );
}
