import { Card, Group, Stack, Text } from "@mantine/core";
import { CircleCheckBig } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { AddToCalendar } from "@/components/add-to-calendar";
import { ButtonLink } from "@/components/links";
import { StepTitle } from "@/components/step-title";
import type { Booked } from "@/components/use-booking";
import { ZoneNote } from "@/components/zone-note";
import { useWords } from "@/i18n/use-words";
import { spokenMoment } from "@/time/spoken";
import classes from "./done.module.css";

interface DoneProps extends Booked {
  /** The reason as it stands on this page. */
  written: string;
}

/** Booked: when and where, and what comes next. */
export function Done({ visit, wasFound, written }: DoneProps) {
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
          {spokenMoment(visit.starts_at, visit.time_zone, locale)}
        </Text>
        <Text>
          {visit.doctor_name}, {visit.visit_type_name}
          {visit.location && <>, {visit.location}</>}
        </Text>
        <ZoneNote zone={visit.time_zone} at={visit.starts_at} />
        {wasFound && (visit.reason ?? "") !== written.trim() && (
          <Text>{visit.reason ? t("done.earlier", { reason: visit.reason }) : t("done.earlierNoReason")}</Text>
        )}
        <Text c="dimmed">{t("done.text")}</Text>
        <Group mt="sm">
          <ButtonLink to="/appointments/$appointmentId" params={{ appointmentId: visit.id }}>
            {t("done.see")}
          </ButtonLink>
          <AddToCalendar visit={visit} />
          <ButtonLink to="/appointments" variant="subtle">
            {t("done.all")}
          </ButtonLink>
        </Group>
      </Stack>
    </Card>
  );
}
