import { expect, test } from "vitest";
import { nearest } from "./nearest";

const slot = (hour: string) => ({ starts_at: `2026-12-01T${hour}:00Z`, ends_at: `2026-12-01T${hour}:30Z` });
const starts = (hours: string[], to: string, count: number) =>
  nearest(hours.map(slot), `2026-12-01T${to}:00Z`, count).map(({ starts_at }) => starts_at.slice(11, 16));

test("the nearest on either side, by start", () => {
  expect(starts(["08:00", "09:30", "10:30", "15:00"], "10:00", 3)).toEqual(["08:00", "09:30", "10:30"]);
});

test("of two as near the later one", () => {
  expect(starts(["09:30", "10:30"], "10:00", 1)).toEqual(["10:30"]);
});

test("not the time itself, even if it is listed again", () => {
  expect(starts(["10:00", "11:00"], "10:00", 3)).toEqual(["11:00"]);
});
