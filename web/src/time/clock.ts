/** The clock of a wall, as the API writes it and as minutes after midnight: "09:30" is 570, "24:00" the midnight that ends the day. */

export const DAY_MINUTES = 1440;

/** Part of a day on the wall, in minutes after midnight. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** 570 of "09:30". */
export function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}

/** "09:30" of 570. */
export function clockOf(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((number) => String(number).padStart(2, "0")).join(":");
}

/** Tell whether two spans share a minute. */
export function overlap(one: Span, other: Span): boolean {
  return one.from < other.to && other.from < one.to;
}

/** What spans leave of a day, or of another whole, by start. */
export function restOf(spans: readonly Span[], whole: Span = { from: 0, to: DAY_MINUTES }): Span[] {
  const rest: Span[] = [];
  let reached = whole.from;
  for (const { from, to } of [...spans].sort((one, other) => one.from - other.from)) {
    if (from > reached) rest.push({ from: reached, to: Math.min(from, whole.to) });
    reached = Math.max(reached, to);
    if (reached >= whole.to) return rest;
  }
  return [...rest, { from: reached, to: whole.to }];
}
