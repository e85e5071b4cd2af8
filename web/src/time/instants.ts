/**
 * Instants and the days and times people read from them.
 *
 * An instant is RFC 3339 in UTC, as the API writes it; a day is `YYYY-MM-DD` on the wall of some IANA zone. Days are reckoned
 * without a zone, for a day of the calendar has no length. Only `wall.ts` turns a wall's time into an instant.
 */

export type Instant = string;
export type Day = string;

const DAY_MILLISECONDS = 86_400_000;

/** The zone this browser is in. */
export function ownZone(): string {
  // Asked for every time on a page, and as dear each time as all the rest of it.
  own ??= Intl.DateTimeFormat().resolvedOptions().timeZone;
  return own;
}

let own: string | undefined;

/** The day an instant falls on, on the wall of a zone. */
export function dayOf(instant: Instant | Date, zone: string): Day {
  const parts = new Map(
    formatter("en-CA-u-ca-gregory-nu-latn", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" })
      .formatToParts(new Date(instant))
      .map((part) => [part.type, part.value]),
  );
  return `${parts.get("year")}-${parts.get("month")}-${parts.get("day")}`;
}

/** Minutes after midnight that the wall's clock shows; a day of 25 hours shows some of them twice. */
export function minuteOfDay(instant: Instant | Date, zone: string): number {
  const parts = new Map(
    formatter("en-GB-u-nu-latn", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" })
      .formatToParts(new Date(instant))
      .map((part) => [part.type, part.value]),
  );
  return Number(parts.get("hour")) * 60 + Number(parts.get("minute"));
}

/** Today, on the wall of a zone. */
export function today(zone: string, now: Date = new Date()): Day {
  return dayOf(now, zone);
}

/** A day some days later, or earlier. */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * DAY_MILLISECONDS).toISOString().slice(0, 10);
}

/** How many days from one day to another. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MILLISECONDS);
}

/** The later of two days. */
export function laterOf(one: Day, other: Day): Day {
  return [one, other].sort()[1] ?? one;
}

/** ISO 8601: Monday is 1, Sunday 7. */
export function weekday(day: Day): number {
  return new Date(day).getUTCDay() || 7;
}

/** The Monday of a day's week. */
export function mondayOf(day: Day): Day {
  return addDays(day, 1 - weekday(day));
}

/** The days from the first on. */
export function daysFrom(first: Day, count: number): Day[] {
  return Array.from({ length: count }, (_, number) => addDays(first, number));
}

/** Tell whether two zones show the same clock at an instant. */
export function sameClock(one: string, other: string, at: Instant | Date): boolean {
  return one === other || (dayOf(at, one) === dayOf(at, other) && minuteOfDay(at, one) === minuteOfDay(at, other));
}

/** Whole minutes from one instant to another. */
export function minutesBetween(from: Instant, to: Instant): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 60_000);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** A formatter, made once: they are costly, and a week of slots asks for hundreds. */
export function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formatters.set(key, known);
  return known;
}
