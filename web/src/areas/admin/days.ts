import { formatter, type Instant } from "@/time/instants";

/** "27 Nov 2026", on the wall of a zone. */
export function shortDay(at: Instant, zone: string, locale: string): string {
  return formatter(locale, { timeZone: zone, day: "numeric", month: "short", year: "numeric" }).format(new Date(at));
}

/** "27 Nov 2026, 14:30", on the wall of a zone. */
export function shortMoment(at: Instant, zone: string, locale: string): string {
  return formatter(locale, { timeZone: zone, dateStyle: "medium", timeStyle: "short" }).format(new Date(at));
}
