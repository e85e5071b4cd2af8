import { expect, test } from "vitest";
import { isForward, periodOf, wholeDays } from "./period";

const BERLIN = "Europe/Berlin";
const DAYS = { kind: "days", firstDay: "2026-12-24", lastDay: undefined, fromTime: "09:00", toTime: "" } as const;
const HOURS = {
  kind: "hours",
  firstDay: "2026-12-01",
  lastDay: "2026-12-01",
  fromTime: "12:30",
  toTime: "17:00",
} as const;

test("one whole day is from midnight to midnight", () => {
  expect(periodOf(DAYS, BERLIN)).toEqual({ starts_at: "2026-12-23T23:00:00Z", ends_at: "2026-12-24T23:00:00Z" });
});

test("whole days over the night a clock changes", () => {
  const period = periodOf({ ...DAYS, firstDay: "2026-10-24", lastDay: "2026-10-25" }, BERLIN);
  expect(period).toEqual({ starts_at: "2026-10-23T22:00:00Z", ends_at: "2026-10-25T23:00:00Z" });
});

test("certain hours are those of the clinic's wall", () => {
  expect(periodOf(HOURS, BERLIN)).toEqual({ starts_at: "2026-12-01T11:30:00Z", ends_at: "2026-12-01T16:00:00Z" });
});

test("what is not complete is no period", () => {
  expect([periodOf({ ...HOURS, toTime: "" }, BERLIN), periodOf({ ...DAYS, firstDay: undefined }, BERLIN)]).toEqual([
    null,
    null,
  ]);
});

test("a period goes forward", () => {
  const period = periodOf({ ...HOURS, toTime: "12:30" }, BERLIN);
  expect(period && isForward(period)).toBe(false);
});

test("what is from midnight to midnight is told in days", () => {
  const period = periodOf({ ...DAYS, lastDay: "2026-12-26" }, BERLIN);
  expect(period && wholeDays(period, BERLIN)).toEqual({ first: "2026-12-24", last: "2026-12-26" });
});

test("on another clinic's clock the same is hours", () => {
  const period = periodOf(DAYS, BERLIN);
  expect(period && wholeDays(period, "Europe/London")).toBeNull();
});
