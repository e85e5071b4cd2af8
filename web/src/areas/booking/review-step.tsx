/** The last look, and the booking itself. */
import { Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api/problem";
import type { Keys } from "@/api/use-keys";
import { TextLink } from "@/components/links";
import { Refusal } from "@/components/states";
import { StepTitle } from "@/components/step-title";
import { type Booked, isTaken, useBooking } from "@/components/use-booking";
import { useWords } from "@/i18n/use-words";
import { spokenMinutes } from "@/time/spoken";
import type { Choice } from "./booking";
import classes from "./booking.module.css";
import { Taken } from "./taken";

interface ReviewStepProps {
  choice: Choice;
  reason: string;
  keys: Keys;
  onBack: () => void;
  onBooked: (booked: Booked) => void;
}

export function ReviewStep({ choice, reason, keys, onBack, onBooked }: ReviewStepProps) {
  const { t } = useTranslation("booking");
  const { locale } = useWords();
  const booking = useBooking(keys, onBooked);
  const notice = choice.doctor.change_notice_minutes;
  // Refused for the time that is shown; another one has not been tried yet.
  const error = booking.isError && booking.variables.starts_at === choice.start ? booking.error : null;
  if (isTaken(error)) return <Taken choice={choice} hasReason={reason !== ""} />;
  return (
    <Stack>
      <StepTitle>{t("review.title")}</StepTitle>
      <div>
        <Text fz="sm" c="dimmed">
          {t("review.reason")}
        </Text>
        <Text className={classes.reason}>{reason.trim() || t("review.noReason")}</Text>
        <Button variant="subtle" size="compact-md" mt={4} onClick={onBack}>
          {t("review.editReason")}
        </Button>
      </div>
      <Text c="dimmed">
        {notice > 0 ? t("review.cutOff", { notice: spokenMinutes(notice, locale) }) : t("review.cutOffNone")}
      </Text>
      {error !== null && (
        <Refusal error={error}>
          {isProblem(error, "patient-already-booked", "outcome-unknown") && (
            <TextLink to="/appointments">{t("done.all")}</TextLink>
          )}
        </Refusal>
      )}
      <Group justify="flex-end">
        <Button loading={booking.isPending} onClick={() => booking.mutate(bodyOf(choice, reason))}>
          {t("review.book")}
        </Button>
      </Group>
    </Stack>
  );
}

function bodyOf({ doctor, start, type }: Choice, reason: string) {
  return { doctor_id: doctor.id, starts_at: start, visit_type: type?.code ?? null, reason: reason.trim() || null };
}
