/** From days to what a chart shows side by side: days, or weeks where there are too many. */
import type { Statistics } from "@/api/admin";
import { type Day, mondayOf } from "@/time/instants";
import { spokenDay, spokenDays } from "@/time/spoken";

export type Counts = Omit<Statistics["days"][number], "date">;

/** A day, or the days of one week. */
export interface Step extends Counts {
  first: Day;
  last: Day;
}

// On a phone a day of three months is 4 px wide; thinner it could not be seen.
const MOST_DAYS = 92;

/** Weeks begin on Monday; the first and the last may be cut. */
export function stepsOf(days: Statistics["days"]): Step[] {
  const single = days.map(({ date, ...counts }) => ({ first: date, last: date, ...counts }));
  if (single.length <= MOST_DAYS) return single;
  const weeks = new Map<Day, Step>();
  for (const step of single) {
    const monday = mondayOf(step.first);
    const before = weeks.get(monday);
    weeks.set(monday, before ? together(before, step) : step);
  }
  return [...weeks.values()];
}

function together(before: Step, next: Step): Step {
  return {
    first: before.first,
    last: next.last,
    bookings: before.bookings + next.bookings,
    visits: before.visits + next.visits,
    cancelled: before.cancelled + next.cancelled,
    no_show: before.no_show + next.no_show,
    completed: before.completed + next.completed,
  };
}

/** What a step is. */
export function lengthOf(steps: readonly Step[]): "day" | "week" {
  return steps.every(({ first, last }) => first === last) ? "day" : "week";
}

/** "Tue, 24 Nov" of a day, "23 – 29 Nov 2026" of a week. */
export function spokenStep({ first, last }: Step, locale: string): string {
  return first === last
    ? spokenDay(first, locale, { weekday: "short", day: "numeric", month: "short" })
    : spokenDays(first, last, locale);
}
