/** What is known of an appointment. */
import { Group, Text } from "@mantine/core";
import { CalendarDays, History, MapPin, MessageSquareText, Stethoscope, Tag, UserRound } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Appointment } from "@/api/appointments";
import type { Role } from "@/api/me";
import { TextLink } from "@/components/links";
import { ZoneNote } from "@/components/zone-note";
import { useWords } from "@/i18n/use-words";
import { minutesBetween } from "@/time/instants";
import { spokenDate, spokenMinutes, spokenMoment, spokenRange } from "@/time/spoken";
import classes from "./visit-facts.module.css";

export function VisitFacts({ visit, role }: { visit: Appointment; role: Role }) {
  const { t } = useTranslation("visits");
  const { locale } = useWords();
  const { starts_at: start, ends_at: end, time_zone: zone } = visit;
  return (
    <dl className={classes.facts}>
      <Fact icon={<CalendarDays size={20} />} name={t("one.when")}>
        <Text className={classes.day} data-gone={visit.status === "cancelled"}>
          {spokenDate(start, zone, locale)}
        </Text>
        <Text className={classes.time} data-gone={visit.status === "cancelled"}>
          {spokenRange(start, end, zone, locale)}
        </Text>
        <ZoneNote zone={zone} at={start} />
      </Fact>
      {role !== "patient" && (
        <Fact icon={<UserRound size={20} />} name={t("one.patient")}>
          {visit.patient_name}
        </Fact>
      )}
      {role !== "doctor" && (
        <Fact icon={<Stethoscope size={20} />} name={t("one.doctor")}>
          <TextLink to="/doctors/$doctorId" params={{ doctorId: visit.doctor_id }} inherit fw={600}>
            {visit.doctor_name}
          </TextLink>
          <Text c="dimmed">{visit.specialty}</Text>
        </Fact>
      )}
      <Fact icon={<Tag size={20} />} name={t("one.type")}>
        {visit.visit_type_name} · {spokenMinutes(minutesBetween(start, end), locale)}
      </Fact>
      {visit.location && (
        <Fact icon={<MapPin size={20} />} name={t("one.where")}>
          {visit.location}
        </Fact>
      )}
      {visit.reason && (
        <Fact icon={<MessageSquareText size={20} />} name={t("one.reason")}>
          <Text className={classes.reason}>{visit.reason}</Text>
          <Text fz="sm" c="dimmed">
            {t("one.reasonHint")}
          </Text>
        </Fact>
      )}
      <Fact icon={<History size={20} />} name={t("one.booked")}>
        <Group gap="xs">
          <span>{spokenMoment(visit.created_at, zone, locale)}</span>
          {visit.sequence > 0 && (
            <Text span c="dimmed">
              {t("one.moved", { count: visit.sequence })}
            </Text>
          )}
        </Group>
      </Fact>
    </dl>
  );
}

function Fact({ icon, name, children }: { icon: ReactNode; name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>
        <span aria-hidden="true">{icon}</span>
        {name}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}
