/** Where a scale ends, and where it is marked. */

const ROUND = [1, 2, 5, 10];

/**
 * The marks of a scale of whole things from 0 on, at most four above it; the last is the scale's end. They stand as far apart as on
 * a scale up to `widest`, which is drawn beside it.
 */
export function marksUpTo(highest: number, widest = highest): number[] {
  const step = roundStep(Math.max(highest, widest, 1) / 4);
  return Array.from({ length: Math.ceil(Math.max(highest, 1) / step) + 1 }, (_, number) => number * step);
}

function roundStep(least: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(least));
  const factor = ROUND.find((one) => one * magnitude >= least) ?? 10;
  return Math.max(1, factor * magnitude);
}

/** The share that a full bar stands for: bars of a few per cent would else be dots. */
export function fullShare(highest: number): number {
  return [0.1, 0.25, 0.5].find((share) => share >= highest) ?? Math.max(1, highest);
}

/** The numbers of the steps that are named below a chart: evenly spread, the first and the last among them. */
export function namedOf(steps: number, most: number): number[] {
  const count = Math.min(steps, most);
  if (count <= 1) return steps > 0 ? [0] : [];
  return Array.from({ length: count }, (_, number) => Math.round((number * (steps - 1)) / (count - 1)));
}
