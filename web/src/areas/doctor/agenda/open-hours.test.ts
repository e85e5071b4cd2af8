import { expect, test } from "vitest";
import { openOn } from "./open-hours";

const PUBLISHED = {
  weekly: [
    { weekday: 2, start: "13:00", end: "17:30" },
    { weekday: 2, start: "09:00", end: "12:00" },
    { weekday: 3, start: "00:00", end: "24:00" },
  ],
  overrides: [
    { date: "2026-12-08", windows: [{ start: "10:00", end: "11:00" }] },
    { date: "2026-12-09", windows: [] },
  ],
};

test("a weekday's windows, by start", () => {
  expect(openOn(PUBLISHED, "2026-12-01")).toEqual([
    { from: 540, to: 720 },
    { from: 780, to: 1050 },
  ]);
});

test("a date's own hours stand in for them, also when it has none", () => {
  expect([openOn(PUBLISHED, "2026-12-08"), openOn(PUBLISHED, "2026-12-09")]).toEqual([[{ from: 600, to: 660 }], []]);
});
