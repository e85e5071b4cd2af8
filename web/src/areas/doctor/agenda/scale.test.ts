import { expect, test } from "vitest";
import { drawn, hourPixels, shownHours } from "./scale";

test("whole hours round what there is", () => {
  const spans = [
    { from: 570, to: 720 },
    { from: 780, to: 1050 },
  ];
  expect(shownHours(spans)).toEqual({ from: 540, to: 1080 });
});

test("a visit at night is shown too", () => {
  expect(
    shownHours([
      { from: 540, to: 1020 },
      { from: 1410, to: 1440 },
    ]),
  ).toEqual({ from: 540, to: 1440 });
});

test("a short day is shown with some hours round it, and never beyond midnight", () => {
  expect([
    shownHours([{ from: 600, to: 660 }]),
    shownHours([{ from: 1380, to: 1440 }]),
    shownHours([{ from: 0, to: 60 }]),
  ]).toEqual([
    { from: 480, to: 840 },
    { from: 1080, to: 1440 },
    { from: 0, to: 360 },
  ]);
});

test("nothing at all is a usual day", () => {
  expect(shownHours([])).toEqual({ from: 480, to: 1080 });
});

test("hours are taller where visits are short, to a limit", () => {
  expect([hourPixels(60), hourPixels(15), hourPixels(5)]).toEqual([64, 104, 112]);
});

test("a block is never too small to be hit", () => {
  expect([drawn({ from: 540, to: 545 }, 104), drawn({ from: 540, to: 600 }, 104)]).toEqual([
    { from: 540, to: 555 },
    { from: 540, to: 600 },
  ]);
});
