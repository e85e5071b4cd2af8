/** The first free times over many doctors, a link to book each. */
import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import type { Schemas } from "@/api/client";
import { DoctorFace } from "@/components/doctor-face";
import { useWords } from "@/i18n/use-words";
import { ownZone, sameClock } from "@/time/instants";
import { cityOf, shortDate, spokenTime } from "@/time/spoken";
import classes from "./earliest-list.module.css";

export type DoctorsSlot = Schemas["DoctorsSlot"];

export function EarliestList({ slots }: { slots: readonly DoctorsSlot[] }) {
  const { t, locale } = useWords();
  return (
    <ul className={classes.list}>
      {slots.map((slot) => (
        <li key={`${slot.doctor_id} ${slot.starts_at}`}>
          <Link
            to="/book/$doctorId"
            params={{ doctorId: slot.doctor_id }}
            search={{ start: slot.starts_at }}
            className={classes.slot}
          >
            <DoctorFace name={slot.doctor_name} specialty={slot.specialty} size={46} radius="md" />
            <span className={classes.who}>
              <Text span fw={650} truncate>
                {slot.doctor_name}
              </Text>
              <Text span fz="sm" c="dimmed" truncate>
                {slot.specialty}
              </Text>
            </span>
            <span className={classes.when}>
              <Text span fz="sm" c="dimmed">
                {shortDate(slot.starts_at, slot.time_zone, locale)}
              </Text>
              <Text span fw={700} className={classes.time}>
                {spokenTime(slot.starts_at, slot.time_zone, locale)}
              </Text>
              {!sameClock(slot.time_zone, ownZone(), slot.starts_at) && (
                <Text span fz="xs" c="dimmed">
                  {t("zone.short", { city: cityOf(slot.time_zone) })}
                </Text>
              )}
            </span>
            <ChevronRight size={20} aria-hidden="true" className={classes.arrow} />
          </Link>
        </li>
      ))}
    </ul>
  );
}
