/** The appointment that comes next, with what one may want of it at once. */
import { Card, Group, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Appointment } from "@/api/appointments";
import { AddToCalendar } from "@/components/add-to-calendar";
import { DoctorFace } from "@/components/doctor-face";
import { ButtonLink } from "@/components/links";
import { StatusBadge } from "@/components/status-badge";
import { hasBegun } from "@/components/visit-rules";
import { ZoneNote } from "@/components/zone-note";
import { useWords } from "@/i18n/use-words";
import { spokenDate, spokenFromNow, spokenRange } from "@/time/spoken";
import classes from "./next-visit.module.css";

export function NextVisit({ visit, now }: { visit: Appointment; now: Date }) {
  const { t } = useTranslation("visits");
  const { locale } = useWords();
  const { starts_at: start, ends_at: end, time_zone: zone } = visit;
  return (
    <Card
      component="section"
      aria-labelledby="next-visit"
      padding="clamp(1.1rem, 4vw, 2rem)"
      radius="xl"
      className={classes.next}
    >
      <Group justify="space-between" gap="xs">
        <Title order={2} fz="md" id="next-visit" className={classes.label}>
          {t("list.next")} · {hasBegun(visit, now) ? t("list.now") : spokenFromNow(start, zone, locale, now)}
        </Title>
        <StatusBadge status={visit.status} />
      </Group>
      <div>
        <Text className={classes.day}>{spokenDate(start, zone, locale)}</Text>
        <Text className={classes.time}>{spokenRange(start, end, zone, locale)}</Text>
        <ZoneNote zone={zone} at={start} />
      </div>
      <Group wrap="nowrap" align="center">
        <DoctorFace name={visit.doctor_name} specialty={visit.specialty} size={52} />
        <div>
          <Text fw={650} className={classes.name}>
            {visit.doctor_name}
          </Text>
          <Text fz="sm" c="dimmed" className={classes.name}>
            {[visit.specialty, visit.visit_type_name, visit.location].filter(Boolean).join(" · ")}
          </Text>
        </div>
      </Group>
      <div className={classes.actions}>
        <ButtonLink to="/appointments/$appointmentId" params={{ appointmentId: visit.id }}>
          {t("list.details")}
        </ButtonLink>
        <AddToCalendar visit={visit} />
      </div>
    </Card>
  );
}
