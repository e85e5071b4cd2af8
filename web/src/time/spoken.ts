/** Instants, days and durations in words, in the reader's language. Zones are always said by the caller. */
import { type Day, dayOf, daysBetween, formatter, type Instant, minutesBetween } from "./instants";

/** "14:30" or "2:30 PM". */
export function spokenTime(instant: Instant | Date, zone: string, locale: string): string {
  return formatter(locale, { timeZone: zone, timeStyle: "short" }).format(new Date(instant));
}

/** "Tuesday, 1 December 2026". */
export function spokenDate(instant: Instant | Date, zone: string, locale: string): string {
  return formatter(locale, { timeZone: zone, weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(
    new Date(instant),
  );
}

/** "Tue, 1 Dec". */
export function shortDate(instant: Instant | Date, zone: string, locale: string): string {
  return formatter(locale, { timeZone: zone, weekday: "short", day: "numeric", month: "short" }).format(
    new Date(instant),
  );
}

/** "Tuesday, 1 December 2026 at 14:30". */
export function spokenMoment(instant: Instant | Date, zone: string, locale: string): string {
  return formatter(locale, { timeZone: zone, dateStyle: "full", timeStyle: "short" }).format(new Date(instant));
}

/** "14:30 – 15:00". */
export function spokenRange(from: Instant, to: Instant, zone: string, locale: string): string {
  return formatter(locale, { timeZone: zone, timeStyle: "short" }).formatRange(new Date(from), new Date(to));
}

/** A day of the calendar: "Tuesday, 1 December", or as the options say. */
export function spokenDay(
  day: Day,
  locale: string,
  options: Intl.DateTimeFormatOptions = { weekday: "long", day: "numeric", month: "long" },
): string {
  return formatter(locale, { ...options, timeZone: "UTC" }).format(new Date(day));
}

/** "30 Nov – 6 Dec 2026". */
export function spokenDays(first: Day, last: Day, locale: string): string {
  return formatter(locale, { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" }).formatRange(
    new Date(first),
    new Date(last),
  );
}

/** "Central European Standard Time, GMT+1", by the season of the instant. */
export function spokenZone(zone: string, locale: string, at: Instant | Date = new Date()): string {
  const [name, offset] = [zoneNamed("long", zone, locale, at), spokenOffset(zone, locale, at)];
  return name === offset ? name : `${name}, ${offset}`;
}

/** "GMT+1", by the season of the instant. */
export function spokenOffset(zone: string, locale: string, at: Instant | Date = new Date()): string {
  return zoneNamed("shortOffset", zone, locale, at);
}

function zoneNamed(timeZoneName: "long" | "shortOffset", zone: string, locale: string, at: Instant | Date): string {
  const parts = formatter(locale, { timeZone: zone, timeZoneName }).formatToParts(new Date(at));
  return parts.find((part) => part.type === "timeZoneName")?.value ?? "";
}

/** "Berlin" of "Europe/Berlin". */
export function cityOf(zone: string): string {
  return (zone.split("/").pop() ?? zone).replaceAll("_", " ");
}

/** "2 hours", "1 day", "90 minutes": the largest unit that leaves no rest. */
export function spokenMinutes(minutes: number, locale: string): string {
  const [count, unit] =
    minutes % 1440 === 0 && minutes > 0
      ? [minutes / 1440, "day"]
      : minutes % 60 === 0 && minutes > 0
        ? [minutes / 60, "hour"]
        : [minutes, "minute"];
  return new Intl.NumberFormat(locale, { style: "unit", unit: unit as string, unitDisplay: "long" }).format(
    count as number,
  );
}

/** "€45.00". */
export function spokenFee(amount: number, currency: string, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "currency", currency }).format(amount);
}

/** "in 3 days", "tomorrow", "in 2 hours", "in 20 minutes": days as the calendar of a zone counts them. */
export function spokenFromNow(instant: Instant, zone: string, locale: string, now: Date = new Date()): string {
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const days = daysBetween(dayOf(now, zone), dayOf(instant, zone));
  if (days !== 0) return words.format(days, "day");
  const minutes = minutesBetween(now.toISOString(), instant);
  return Math.abs(minutes) < 60 ? words.format(minutes, "minute") : words.format(Math.round(minutes / 60), "hour");
}
