/** The last look before an appointment is moved, and the move itself. */
import { Button, Card, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type Appointment, reschedule } from "@/api/appointments";
import type { Tagged } from "@/api/client";
import { isProblem } from "@/api/problem";
import { Actions } from "@/components/actions";
import { Refusal } from "@/components/states";
import { StepTitle } from "@/components/step-title";
import { useVisitChange } from "@/components/use-visit-change";
import { ZoneNote } from "@/components/zone-note";
import type { Instant } from "@/time/instants";
import { OldAndNew } from "./old-and-new";

interface ConfirmMoveProps {
  visit: Tagged<Appointment>;
  start: Instant;
  onTry: (start: Instant) => void;
  onMoved: (moved: Appointment) => void;
  /** With what was refused, where the time cannot be had. */
  onChooseAgain: (refused?: unknown) => void;
}

export function ConfirmMove({ visit, start, onTry, onMoved, onChooseAgain }: ConfirmMoveProps) {
  const { t } = useTranslation("visits");
  const moving = useVisitChange(async () => {
    const moved = await reschedule(visit, start);
    // Before the rest of the page hears of it, and thinks that the new time is chosen once more.
    onMoved(moved);
  });

  function move() {
    onTry(start);
    moving.mutate(undefined, {
      onError: (error) => {
        if (isProblem(error, "slot-already-taken", "slot-not-offered", "patient-already-booked")) onChooseAgain(error);
      },
    });
  }

  return (
    <Card padding="clamp(1.1rem, 4vw, 2rem)">
      <Stack gap="lg">
        <StepTitle>{t("reschedule.review")}</StepTitle>
        <OldAndNew visit={visit.data} start={start} />
        <ZoneNote zone={visit.data.time_zone} />
        {moving.isError && <Refusal error={moving.error} />}
        <Actions>
          <Button variant="default" onClick={() => onChooseAgain()}>
            {t("reschedule.another")}
          </Button>
          <Button loading={moving.isPending} onClick={move}>
            {t("reschedule.submit")}
          </Button>
        </Actions>
      </Stack>
    </Card>
  );
}
