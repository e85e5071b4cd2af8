import { Button, Card, Group, Stack, Text } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/links";
import { StepTitle } from "@/components/step-title";
import type { Booked } from "@/components/use-booking";
import { ZoneNote } from "@/components/zone-note";
import { useWords } from "@/i18n/use-words";
import { spokenMoment } from "@/time/spoken";

interface BookedForProps extends Booked {
  /** Book another one: for the same patient, or for somebody else. */
  onNext: (patient?: string) => void;
}

/** Booked: what to say on the telephone, and what comes next. */
export function BookedFor({ visit, wasFound, onNext }: BookedForProps) {
  const { t } = useTranslation("admin");
  const { locale } = useWords();
  useEffect(() => {
    // In braces: it gives a promise by now, and React would take that for a clean-up.
    window.scrollTo({ top: 0 });
  }, []);
  return (
    <Card padding="clamp(1.1rem, 4vw, 2rem)">
      <Stack gap="sm">
        <StepTitle>{t("booking.done", { name: visit.patient_name })}</StepTitle>
        <Text fz="lg" fw={650}>
          {spokenMoment(visit.starts_at, visit.time_zone, locale)}
        </Text>
        <Text>
          {visit.doctor_name}, {visit.visit_type_name}
          {visit.location && <>, {visit.location}</>}
        </Text>
        <ZoneNote zone={visit.time_zone} at={visit.starts_at} />
        {wasFound && <Text>{t("booking.found")}</Text>}
        <Text c="dimmed">{t("booking.doneText")}</Text>
        <Group mt="sm">
          <ButtonLink to="/appointments/$appointmentId" params={{ appointmentId: visit.id }}>
            {t("booking.see")}
          </ButtonLink>
          <Button variant="default" onClick={() => onNext(visit.patient_id)}>
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
