/** The parts of a day that a doctor may want to close at once. */
import { DAY_MINUTES, restOf, type Span } from "@/time/clock";

export type Part = "rest" | "morning" | "afternoon" | "day";

export interface Closing {
  part: Part;
  span: Span;
}

const NOON = 12 * 60;
// A break between these is where the morning ends.
const MIDDAY: Span = { from: 11 * 60, to: 15 * 60 };

/**
 * What can be closed of a day that is open in these windows.
 *
 * `now` is the minute on the wall if the day is today, else null; what has passed is not offered.
 */
export function closingsOf(open: readonly Span[], now: number | null): Closing[] {
  const noon = middayOf(open);
  const hasBegun = now !== null && open.some(({ from }) => from < now);
  const whole: Closing = hasBegun
    ? { part: "rest", span: { from: now, to: DAY_MINUTES } }
    : { part: "day", span: { from: 0, to: DAY_MINUTES } };
  if (now !== null && now >= noon) return [whole];
  const morning: Closing = { part: "morning", span: { from: hasBegun ? now : 0, to: noon } };
  return [whole, morning, { part: "afternoon", span: { from: noon, to: DAY_MINUTES } }];
}

/** Where a day's morning ends: at its first break around noon, or at noon. */
function middayOf(open: readonly Span[]): number {
  const breaks = restOf(open).filter(({ from, to }) => from > 0 && to < DAY_MINUTES);
  return breaks.find(({ from, to }) => from >= MIDDAY.from && to <= MIDDAY.to)?.from ?? NOON;
}
