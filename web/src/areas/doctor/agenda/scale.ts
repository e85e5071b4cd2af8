/** How a calendar is drawn: which hours it shows, how tall an hour is, and how long a block must be to be hit. */
import type { Span } from "@/time/clock";

// A day's work, where there is nothing else to go by.
const USUAL: Span = { from: 8 * 60, to: 18 * 60 };
const FEWEST_HOURS = 6;
const HOUR_PIXELS = { least: 64, most: 112 };
/** What a finger or a pointer needs (WCAG 2.5.8), and what a line of text does. */
const BLOCK_PIXELS = 26;

/** The hours that hold all of these spans: whole ones, and not so few that the day looks broken off. */
export function shownHours(spans: readonly Span[]): Span {
  const { from, to } = spans.length === 0 ? USUAL : around(spans);
  const [first, last] = [Math.floor(from / 60), Math.ceil(to / 60)];
  const missing = Math.max(0, FEWEST_HOURS - (last - first));
  const begins = Math.max(0, Math.min(first - Math.floor(missing / 2), 24 - FEWEST_HOURS));
  return { from: Math.min(begins, first) * 60, to: Math.max(last, begins + FEWEST_HOURS) * 60 };
}

/** Pixels of an hour, so that the shortest visit can be read and hit where that is possible. */
export function hourPixels(shortestMinutes: number): number {
  const wanted = Math.ceil((BLOCK_PIXELS / shortestMinutes) * 60);
  return Math.max(HOUR_PIXELS.least, Math.min(wanted, HOUR_PIXELS.most));
}

/** A span that is drawn no smaller than can be hit. */
export function drawn({ from, to }: Span, pixelsOfHour: number): Span {
  return { from, to: Math.max(to, from + (BLOCK_PIXELS / pixelsOfHour) * 60) };
}

function around(spans: readonly Span[]): Span {
  return { from: Math.min(...spans.map(({ from }) => from)), to: Math.max(...spans.map(({ to }) => to)) };
}
