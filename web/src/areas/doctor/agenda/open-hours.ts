/** When a doctor is open on a day, on the wall of the clinic. */
import type { Availability } from "@/api/availability";
import { minutesOf, type Span } from "@/time/clock";
import { type Day, weekday } from "@/time/instants";

/** The day's windows by start: those of its date if it has its own, else those of its weekday. */
export function openOn({ weekly, overrides }: Pick<Availability, "weekly" | "overrides">, day: Day): Span[] {
  const own = overrides.find(({ date }) => date === day)?.windows;
  const windows = own ?? weekly.filter((window) => window.weekday === weekday(day));
  return windows
    .map(({ start, end }) => ({ from: minutesOf(start), to: minutesOf(end) }))
    .sort((one, other) => one.from - other.from);
}
