import { clockOf, DAY_MINUTES } from "@/time/clock";
import { formatter } from "@/time/instants";

/** "09:30" or "9:30 AM"; the midnight that ends a day is 24:00 in every language, for 00:00 would be the one before. */
export function spokenClock(minutes: number, locale: string): string {
  if (minutes === DAY_MINUTES) return clockOf(minutes);
  const moment = new Date(minutes * 60_000);
  return formatter(locale, { timeZone: "UTC", hour: "2-digit", minute: "2-digit" }).format(moment);
}
