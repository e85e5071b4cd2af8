import { Card, Stack, Text } from "@mantine/core";
import { CircleCheckBig } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Appointment } from "@/api/appointments";
import { AddToCalendar } from "@/components/add-to-calendar";
import { ButtonLink } from "@/components/links";
import { StepTitle } from "@/components/step-title";
import { ZoneNote } from "@/components/zone-note";
import { useWords } from "@/i18n/use-words";
import { useMe } from "@/session/hooks";
import { spokenMoment } from "@/time/spoken";
import classes from "./moved.module.css";

/** Moved: when it is now, and what follows. */
export function Moved({ visit }: { visit: Appointment }) {
  const { t } = useTranslation("visits");
  const { locale } = useWords();
  const role = useMe()?.role ?? "patient";
  useEffect(() => {
    // In a block: newer browsers return a promise, which React would take for what cleans up.
    window.scrollTo({ top: 0 });
  }, []);
  return (
    <Card padding="clamp(1.1rem, 4vw, 2rem)" className={classes.moved}>
      <CircleCheckBig size={52} aria-hidden="true" className={classes.icon} />
      <Stack gap="sm">
        <StepTitle>{t("reschedule.done")}</StepTitle>
        <Text fz="lg" fw={650}>
          {spokenMoment(visit.starts_at, visit.time_zone, locale)}
        </Text>
        <ZoneNote zone={visit.time_zone} at={visit.starts_at} />
        <Text c="dimmed">
          {t(`reschedule.doneText.${role}`, { patient: visit.patient_name, doctor: visit.doctor_name })}
        </Text>
        <div className={classes.next}>
          <ButtonLink to="/appointments/$appointmentId" params={{ appointmentId: visit.id }}>
            {t("reschedule.see")}
          </ButtonLink>
          <AddToCalendar visit={visit} />
        </div>
      </Stack>
    </Card>
  );
}
