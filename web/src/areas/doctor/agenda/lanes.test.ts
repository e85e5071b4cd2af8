import { expect, test } from "vitest";
import { inLanes } from "./lanes";

function lanesOf(spans: Record<string, [number, number]>): Record<string, string> {
  const blocks = Object.entries(spans).map(([item, [from, to]]) => ({ item, span: { from, to } }));
  return Object.fromEntries(inLanes(blocks).map(({ item, lane, lanes }) => [item, `${lane + 1} of ${lanes}`]));
}

test("blocks that follow each other have the whole width", () => {
  expect(lanesOf({ one: [540, 570], two: [570, 600] })).toEqual({ one: "1 of 1", two: "1 of 1" });
});

test("blocks of one time stand side by side", () => {
  expect(lanesOf({ one: [540, 570], two: [540, 570], three: [600, 630] })).toEqual({
    one: "1 of 2",
    two: "2 of 2",
    three: "1 of 1",
  });
});

test("a lane is used again as soon as it is free", () => {
  expect(lanesOf({ long: [540, 660], early: [540, 570], late: [570, 600] })).toEqual({
    long: "1 of 2",
    early: "2 of 2",
    late: "2 of 2",
  });
});

test("blocks are told by start, whatever order they come in", () => {
  const blocks = [630, 540, 600].map((from) => ({ item: from, span: { from, to: from + 15 } }));
  expect(inLanes(blocks).map(({ item }) => item)).toEqual([540, 600, 630]);
});
