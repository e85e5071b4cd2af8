import { Card, Group, Stack, Text } from "@mantine/core";
import { CircleCheckBig } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Appointment } from "@/api/appointments";
import { AddToCalendar } from "@/components/add-to-calendar";
import { ButtonLink } from "@/components/links";
import { StepTitle } from "@/components/step-title";
import { ZoneNote } from "@/components/zone-note";
import { useWords } from "@/i18n/use-words";
import { spokenMoment } from "@/time/spoken";
import classes from "./done.module.css";

/** Booked: when and where, and what comes next. */
export function Done({ appointment }: { appointment: Appointment }) {
  const { t } = useTranslation("booking");
  const { locale } = useWords();
  useEffect(() => {
    // In a block: newer browsers return a promise, which React would take for what cleans up.
    window.scrollTo({ top: 0 });
  }, []);
  return (
    <Card padding="xl" className={classes.done}>
      <CircleCheckBig size={52} aria-hidden="true" className={classes.icon} />
      <Stack gap="sm">
        <StepTitle>{t("done.title")}</StepTitle>
        <Text fz="lg" fw={650}>
          {spokenMoment(appointment.starts_at, appointment.time_zone, locale)}
        </Text>
        <Text>
          {appointment.doctor_name}, {appointment.visit_type_name}
          {appointment.location && <>, {appointment.location}</>}
        </Text>
        <ZoneNote zone={appointment.time_zone} at={appointment.starts_at} />
        <Text c="dimmed">{t("done.text")}</Text>
        <Group mt="sm">
          <ButtonLink to="/appointments/$appointmentId" params={{ appointmentId: appointment.id }}>
            {t("done.see")}
          </ButtonLink>
          <AddToCalendar visit={appointment} />
          <ButtonLink to="/appointments" variant="subtle">
            {t("done.all")}
          </ButtonLink>
        </Group>
      </Stack>
    </Card>
  );
}
