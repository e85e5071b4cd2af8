/** From the clock on a wall to an instant, as RFC 5545 reads it: of a time that comes twice the first, of one that is skipped the offset before. */
import { parseDateTime, toZoned } from "@internationalized/date";
import type { Day, Instant } from "./instants";

/** The instant at which the wall of a zone shows a day and a time, "09:30". "24:00" is the midnight that ends the day. */
export function instantOf(day: Day, time: string, zone: string): Instant {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  const midnight = parseDateTime(`${day}T00:00`);
  // Added before the zone comes in: minutes of the calendar, not of the clock.
  const shown = hour === 24 ? midnight.add({ days: 1 }) : midnight.set({ hour, minute });
  return toZoned(shown, zone, "compatible").toAbsoluteString().replace(".000Z", "Z");
}
