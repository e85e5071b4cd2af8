import { Button, Card, Group, Stack, Text } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Appointment } from "@/api/appointments";
import { ButtonLink } from "@/components/links";
import { StepTitle } from "@/components/step-title";
import { ZoneNote } from "@/components/zone-note";
import { useWords } from "@/i18n/use-words";
import { spokenMoment } from "@/time/spoken";

interface BookedProps {
  appointment: Appointment;
  /** Book another one: for the same patient, or for somebody else. */
  onNext: (patient?: string) => void;
}

/** Booked: what to say on the telephone, and what comes next. */
export function Booked({ appointment, onNext }: BookedProps) {
  const { t } = useTranslation("admin");
  const { locale } = useWords();
  useEffect(() => {
    // In braces: it gives a promise by now, and React would take that for a clean-up.
    window.scrollTo({ top: 0 });
  }, []);
  return (
    <Card padding="clamp(1.1rem, 4vw, 2rem)">
      <Stack gap="sm">
        <StepTitle>{t("booking.done", { name: appointment.patient_name })}</StepTitle>
        <Text fz="lg" fw={650}>
          {spokenMoment(appointment.starts_at, appointment.time_zone, locale)}
        </Text>
        <Text>
          {appointment.doctor_name}, {appointment.visit_type_name}
          {appointment.location && <>, {appointment.location}</>}
        </Text>
        <ZoneNote zone={appointment.time_zone} at={appointment.starts_at} />
        <Text c="dimmed">{t("booking.doneText")}</Text>
        <Group mt="sm">
          <ButtonLink to="/appointments/$appointmentId" params={{ appointmentId: appointment.id }}>
            {t("booking.see")}
          </ButtonLink>
          <Button variant="default" onClick={() => onNext(appointment.patient_id)}>
            {t("booking.samePatient")}
          </Button>
          <Button variant="default" onClick={() => onNext()}>
            {t("booking.otherPatient")}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
