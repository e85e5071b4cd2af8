import { expect, test } from "vitest";
import { clockOf, minutesOf, overlap, restOf } from "./clock";

test("clocks are minutes after midnight, and back", () => {
  expect([minutesOf("09:30"), minutesOf("24:00"), clockOf(570), clockOf(1440)]).toEqual([570, 1440, "09:30", "24:00"]);
});

test("spans that touch do not overlap", () => {
  expect([
    overlap({ from: 0, to: 60 }, { from: 60, to: 90 }),
    overlap({ from: 0, to: 61 }, { from: 60, to: 90 }),
  ]).toEqual([false, true]);
});

test("the rest of a day is what its spans leave, in whatever order and however they overlap", () => {
  const spans = [
    { from: 780, to: 1020 },
    { from: 540, to: 720 },
    { from: 600, to: 660 },
  ];
  expect(restOf(spans)).toEqual([
    { from: 0, to: 540 },
    { from: 720, to: 780 },
    { from: 1020, to: 1440 },
  ]);
});

test("of a day without spans all is left, of a full one nothing", () => {
  expect([restOf([]), restOf([{ from: 0, to: 1440 }])]).toEqual([[{ from: 0, to: 1440 }], []]);
});

test("the rest of part of a day knows nothing of what lies outside it", () => {
  const spans = [
    { from: 0, to: 500 },
    { from: 530, to: 560 },
    { from: 590, to: 700 },
  ];
  expect(restOf(spans, { from: 480, to: 600 })).toEqual([
    { from: 500, to: 530 },
    { from: 560, to: 590 },
  ]);
});
