/** All that a calendar shows of one day, on the clinic's wall. */
import type { Appointment } from "@/api/appointments";
import type { Availability } from "@/api/availability";
import type { TimeOff } from "@/api/time-off";
import { DAY_MINUTES, overlap, restOf, type Span } from "@/time/clock";
import type { Day } from "@/time/instants";
import { type Block, inLanes, type Placed } from "./lanes";
import { openOn } from "./open-hours";
import { drawn, shownHours } from "./scale";
import { type ClockChange, clockChangeOn, onWall } from "./wall-day";

export interface Diary {
  published: Availability;
  visits: readonly Appointment[];
  timesOff: readonly TimeOff[];
}

export interface DayPlan {
  day: Day;
  open: Span[];
  closed: Span[];
  away: Block<TimeOff>[];
  visits: Placed<Appointment>[];
  change: ClockChange | null;
}

/** The plan of a day. Blocks that would be too small on this scale are drawn longer, and stand side by side where they then meet. */
export function planOf(day: Day, { published, visits, timesOff }: Diary, hourPixels: number): DayPlan {
  const zone = published.time_zone;
  const open = openOn(published, day);
  const change = clockChangeOn(day, zone);
  const blocks = blocksOn(day, visits, zone).map(({ item, span }) => ({ item, span: drawn(span, hourPixels) }));
  return {
    day,
    open,
    closed: restOf(change?.kind === "skipped" ? open.flatMap((span) => without(span, change.span)) : open),
    away: blocksOn(day, timesOff, zone),
    visits: inLanes(blocks),
    change,
  };
}

/** The hours that all of these days need. */
export function hoursOf(plans: readonly DayPlan[]): Span {
  const { from, to } = shownHours(plans.flatMap(({ open, visits }) => [...open, ...visits.map(({ span }) => span)]));
  return { from, to: Math.min(to, DAY_MINUTES) };
}

/** The visits that are still to come about or did. */
export function withoutCancelled(visits: readonly Appointment[]): Appointment[] {
  return visits.filter(({ status }) => status !== "cancelled");
}

function blocksOn<Item extends { starts_at: string; ends_at: string }>(
  day: Day,
  items: readonly Item[],
  zone: string,
): Block<Item>[] {
  return items.flatMap((item) => {
    const span = onWall(item, day, zone);
    return span ? [{ item, span }] : [];
  });
}

function without(span: Span, gap: Span): Span[] {
  if (!overlap(span, gap)) return [span];
  return [
    { from: span.from, to: gap.from },
    { from: gap.to, to: span.to },
  ].filter(({ from, to }) => from < to);
}
