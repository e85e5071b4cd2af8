/** Blocks that share time stand side by side. */
import { overlap, type Span } from "@/time/clock";

export interface Block<Item> {
  item: Item;
  span: Span;
}

export interface Placed<Item> extends Block<Item> {
  /** Which of its lanes a block stands in, from 0. */
  lane: number;
  /** How many lanes there are where it stands. */
  lanes: number;
}

/** Give each block the first lane that is free, by start; blocks that hang together share one count of lanes. */
export function inLanes<Item>(blocks: readonly Block<Item>[]): Placed<Item>[] {
  const sorted = [...blocks].sort(
    ({ span: one }, { span: other }) => one.from - other.from || other.to - other.from - (one.to - one.from),
  );
  return clustersOf(sorted).flatMap(placed);
}

function clustersOf<Item>(sorted: Block<Item>[]): Block<Item>[][] {
  const clusters: Block<Item>[][] = [];
  let reached = Number.NEGATIVE_INFINITY;
  for (const block of sorted) {
    if (block.span.from >= reached) clusters.push([]);
    clusters.at(-1)?.push(block);
    reached = Math.max(reached, block.span.to);
  }
  return clusters;
}

function placed<Item>(cluster: Block<Item>[]): Placed<Item>[] {
  const lanes: Span[][] = [];
  const chosen = cluster.map((block) => {
    const free = lanes.findIndex((taken) => taken.every((span) => !overlap(span, block.span)));
    const lane = free < 0 ? lanes.length : free;
    lanes[lane] = [...(lanes[lane] ?? []), block.span];
    return { ...block, lane };
  });
  return chosen.map((block) => ({ ...block, lanes: lanes.length }));
}
