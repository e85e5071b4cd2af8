/** Time off as it is entered and told: whole days, or from one moment on the wall to another. */
import { clockOf, DAY_MINUTES } from "@/time/clock";
import { addDays, type Day, dayOf, type Instant, minuteOfDay } from "@/time/instants";
import { instantOf } from "@/time/wall";

export interface Period {
  readonly starts_at: Instant;
  readonly ends_at: Instant;
}

/** What somebody enters. */
export interface Entry {
  kind: "days" | "hours";
  firstDay: Day | undefined;
  lastDay: Day | undefined;
  /** "09:30"; counts for hours alone. */
  fromTime: string;
  toTime: string;
}

/** The period that is meant; null while something is missing. Whole days end with the last one, and one day is from itself to itself. */
export function periodOf(entry: Entry, zone: string): Period | null {
  const { kind, firstDay, fromTime, toTime } = entry;
  const lastDay = entry.lastDay ?? firstDay;
  if (firstDay === undefined || lastDay === undefined) return null;
  if (kind === "days") return between(firstDay, "00:00", lastDay, clockOf(DAY_MINUTES), zone);
  return fromTime === "" || toTime === "" ? null : between(firstDay, fromTime, lastDay, toTime, zone);
}

/** Tell whether a period ends after it begins. */
export function isForward({ starts_at, ends_at }: Period): boolean {
  return Date.parse(starts_at) < Date.parse(ends_at);
}

/** The whole days that a period is, the last one included; null when it begins or ends within a day. */
export function wholeDays({ starts_at, ends_at }: Period, zone: string): { first: Day; last: Day } | null {
  const first = dayOf(starts_at, zone);
  const last = addDays(dayOf(ends_at, zone), -1);
  const isWhole = instantOf(first, "00:00", zone) === asWritten(starts_at) && minuteOfDay(ends_at, zone) === 0;
  return isWhole && last >= first ? { first, last } : null;
}

function between(firstDay: Day, from: string, lastDay: Day, to: string, zone: string): Period {
  return { starts_at: instantOf(firstDay, from, zone), ends_at: instantOf(lastDay, to, zone) };
}

function asWritten(instant: Instant): Instant {
  return new Date(instant).toISOString().replace(".000Z", "Z");
}
