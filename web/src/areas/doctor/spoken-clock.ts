/** What the clock on the wall shows, as the reader writes it. */
import { clockOf, DAY_MINUTES } from "@/time/clock";
import { formatter } from "@/time/instants";
import { spokenTime } from "@/time/spoken";

/** "09:30" or "9:30 AM"; of 24 hours, the midnight that ends a day is the last, for 00:00 would be the one before. */
export function spokenClock(minutes: number, locale: string): string {
  if (minutes === DAY_MINUTES && !hasTwelve(locale)) return clockOf(minutes);
  return spokenTime(new Date(minutes * 60_000), "UTC", locale);
}

/** "09:00" or "9 AM", for a narrow place. */
export function spokenHour(minutes: number, locale: string): string {
  if (!hasTwelve(locale)) return spokenClock(minutes, locale);
  return formatter(locale, { timeZone: "UTC", hour: "numeric" }).format(new Date(minutes * 60_000));
}

function hasTwelve(locale: string): boolean {
  return formatter(locale, { timeZone: "UTC", timeStyle: "short" }).resolvedOptions().hour12 === true;
}
