/** Which of their appointments a patient looks at. */
import type { Appointment, AppointmentFilter } from "@/api/appointments";
import { addDays, ownZone, today } from "@/time/instants";

export const PERIODS = ["upcoming", "past", "cancelled"] as const;

export type Period = (typeof PERIODS)[number];

/**
 * What to ask the API for.
 *
 * Days and not instants, so that the answer is known again when somebody comes back; a day more than needed on either side, since
 * the account's zone need not be the browser's. `belongs` takes what is too much.
 */
export function filterOf(period: Period, now: Date = new Date()): AppointmentFilter {
  const day = today(ownZone(), now);
  switch (period) {
    case "upcoming":
      return { status: ["booked", "confirmed"], from: addDays(day, -1) };
    case "past":
      return { status: ["booked", "confirmed", "completed", "no_show"], to: addDays(day, 1), order: "desc" };
    case "cancelled":
      return { status: ["cancelled"], order: "desc" };
  }
}

/** Tell whether a visit belongs there; one that goes on right now is not past yet, for somebody may look for the place. */
export function belongs(visit: Pick<Appointment, "ends_at" | "status">, period: Period, now: Date): boolean {
  const isOver =
    Date.parse(visit.ends_at) <= now.getTime() || visit.status === "completed" || visit.status === "no_show";
  return period === "cancelled" || isOver === (period === "past");
}
