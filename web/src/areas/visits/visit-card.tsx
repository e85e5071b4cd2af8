/** An appointment in the list of one's own: when, with whom, where, and what has become of it. */
import { Text, VisuallyHidden } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import type { Appointment } from "@/api/appointments";
import { StatusBadge } from "@/components/status-badge";
import { useWords } from "@/i18n/use-words";
import { dayOf, today } from "@/time/instants";
import { spokenDate, spokenDay } from "@/time/spoken";
import classes from "./visit-card.module.css";
import { VisitTime } from "./visit-time";

export function VisitCard({ visit }: { visit: Appointment }) {
  return (
    <Link to="/appointments/$appointmentId" params={{ appointmentId: visit.id }} className={classes.card}>
      <CalendarLeaf visit={visit} />
      <div className={classes.facts}>
        <VisitTime visit={visit} />
        <Text fw={650} className={classes.name}>
          {visit.doctor_name}
        </Text>
        <Text fz="sm" c="dimmed" className={classes.name}>
          {[visit.specialty, visit.visit_type_name, visit.location].filter(Boolean).join(" · ")}
        </Text>
      </div>
      <span className={classes.status}>
        <StatusBadge status={visit.status} />
      </span>
      <ChevronRight size={20} aria-hidden="true" className={classes.arrow} />
    </Link>
  );
}

/** The day as a leaf of a calendar; the year is told where it is not this one. */
export function CalendarLeaf({ visit: { starts_at, time_zone } }: { visit: Appointment }) {
  const { locale } = useWords();
  const day = dayOf(starts_at, time_zone);
  const isThisYear = day.slice(0, 4) === today(time_zone).slice(0, 4);
  return (
    <div className={classes.leaf}>
      <VisuallyHidden>{spokenDate(starts_at, time_zone, locale)}</VisuallyHidden>
      <span aria-hidden="true">{spokenDay(day, locale, { weekday: "short" })}</span>
      <strong aria-hidden="true">{spokenDay(day, locale, { day: "numeric" })}</strong>
      <span aria-hidden="true">
        {spokenDay(day, locale, isThisYear ? { month: "short" } : { month: "short", year: "2-digit" })}
      </span>
    </div>
  );
}
