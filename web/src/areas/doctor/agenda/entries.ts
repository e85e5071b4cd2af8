import type { Appointment } from "@/api/appointments";
import type { TimeOff } from "@/api/time-off";
import type { DayPlan } from "./day-plan";
import type { Block, Placed } from "./lanes";

export type Entry = { kind: "visit"; block: Placed<Appointment> } | { kind: "away"; block: Block<TimeOff> };

/** Visits and time off of a day by start: the order in which a screen reader, or a list, tells them. */
export function inOrder({ visits, away }: DayPlan): Entry[] {
  const entries: Entry[] = [
    ...away.map((block) => ({ kind: "away", block }) as const),
    ...visits.map((block) => ({ kind: "visit", block }) as const),
  ];
  return entries.sort((one, other) => one.block.span.from - other.block.span.from);
}
