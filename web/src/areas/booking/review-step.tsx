/** The last look, and the booking itself. */
import { Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Appointment, appointmentsChanged, book } from "@/api/appointments";
import { isProblem } from "@/api/problem";
import { useKeyOf } from "@/api/use-key";
import { TextLink } from "@/components/links";
import { Refusal } from "@/components/states";
import { StepTitle } from "@/components/step-title";
import { useWords } from "@/i18n/use-words";
import { spokenMinutes } from "@/time/spoken";
import type { Choice } from "./booking";
import classes from "./booking.module.css";
import { Taken } from "./taken";

interface ReviewStepProps {
  choice: Choice;
  reason: string;
  onBack: () => void;
  onBooked: (appointment: Appointment) => void;
}

export function ReviewStep({ choice, reason, onBack, onBooked }: ReviewStepProps) {
  const { t } = useTranslation("booking");
  const { locale } = useWords();
  const booking = useBooking(onBooked);
  const notice = choice.doctor.change_notice_minutes;
  // Refused for the time that is shown; another one has not been tried yet.
  const error = booking.isError && booking.variables.starts_at === choice.start ? booking.error : null;
  if (isProblem(error, "slot-already-taken", "slot-not-offered"))
    return <Taken choice={choice} hasReason={reason !== ""} />;
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

function useBooking(onBooked: (appointment: Appointment) => void) {
  const queryClient = useQueryClient();
  const keyOf = useKeyOf();
  return useMutation({
    mutationFn: (body: ReturnType<typeof bodyOf>) => book(body, keyOf(body)),
    onSuccess: async (appointment) => {
      onBooked(appointment);
      await appointmentsChanged(queryClient);
    },
  });
}

function bodyOf({ doctor, start, type }: Choice, reason: string) {
  return { doctor_id: doctor.id, starts_at: start, visit_type: type?.code ?? null, reason: reason.trim() || null };
}
