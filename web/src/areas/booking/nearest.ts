import type { Slot } from "@/api/doctors";
import type { Instant } from "@/time/instants";

/** The slots that begin nearest to an instant, by start; of two as near, the later, which leaves time to get there. */
export function nearest(slots: readonly Slot[], to: Instant, count: number): Slot[] {
  const distance = (slot: Slot) => Math.abs(Date.parse(slot.starts_at) - Date.parse(to));
  const others = slots.filter((slot) => distance(slot) > 0);
  const byDistance = others.toSorted(
    (one, other) => distance(one) - distance(other) || other.starts_at.localeCompare(one.starts_at),
  );
  return byDistance.slice(0, count).toSorted((one, other) => one.starts_at.localeCompare(other.starts_at));
}
