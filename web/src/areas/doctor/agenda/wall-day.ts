/** A day as the clinic's wall shows it: 24 hours from top to bottom, also when the clock skips or repeats one of them. */
import { DAY_MINUTES, type Span } from "@/time/clock";
import { addDays, type Day, type Instant, minuteOfDay } from "@/time/instants";
import { instantOf } from "@/time/wall";

export interface Period {
  readonly starts_at: Instant;
  readonly ends_at: Instant;
}

const STEP_MINUTES = 15;
const MINUTE = 60_000;

/**
 * Where a period lies on a day's wall; null when it does not meet the day.
 *
 * It ends where the wall shows its end. Where that is no later than its start, in the hour that comes twice, it is as long as it lasts.
 */
export function onWall({ starts_at, ends_at }: Period, day: Day, zone: string): Span | null {
  const { opens, closes } = edgesOf(day, zone);
  const [starts, ends] = [Date.parse(starts_at), Date.parse(ends_at)];
  if (ends <= opens || starts >= closes) return null;
  const from = starts <= opens ? 0 : minuteOfDay(starts_at, zone);
  const shown = ends >= closes ? DAY_MINUTES : minuteOfDay(ends_at, zone);
  return { from, to: shown > from ? shown : Math.min(from + (ends - starts) / MINUTE, DAY_MINUTES) };
}

export interface ClockChange {
  kind: "skipped" | "repeated";
  /** The part of the wall's day that is skipped, or comes twice. */
  span: Span;
}

/** What a zone's clock does on a day besides going on; null on most days. */
export function clockChangeOn(day: Day, zone: string): ClockChange | null {
  const { opens, closes } = edgesOf(day, zone);
  if (closes - opens === DAY_MINUTES * MINUTE) return null;
  let expected = 0;
  for (let at = opens; at < closes; at += STEP_MINUTES * MINUTE) {
    const shown = minuteOfDay(new Date(at), zone);
    if (shown > expected) return { kind: "skipped", span: { from: expected, to: shown } };
    if (shown < expected) return { kind: "repeated", span: { from: shown, to: expected } };
    expected = shown + STEP_MINUTES;
  }
  return null;
}

function edgesOf(day: Day, zone: string): { opens: number; closes: number } {
  return {
    opens: Date.parse(instantOf(day, "00:00", zone)),
    closes: Date.parse(instantOf(addDays(day, 1), "00:00", zone)),
  };
}
