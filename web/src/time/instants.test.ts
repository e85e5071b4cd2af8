import { describe, expect, test } from "vitest";
import { addDays, dayOf, daysBetween, laterOf, minuteOfDay, mondayOf, sameClock, weekday } from "./instants";

describe("the day of an instant", () => {
  test.each([
    ["2026-11-27T23:30:00Z", "Europe/Berlin", "2026-11-28"],
    ["2026-11-27T23:30:00Z", "America/New_York", "2026-11-27"],
    ["2026-11-27T23:30:00Z", "Pacific/Kiritimati", "2026-11-28"],
    ["2026-10-25T00:30:00Z", "Europe/Berlin", "2026-10-25"],
  ])("%s in %s is %s", (instant, zone, day) => {
    expect(dayOf(instant, zone)).toBe(day);
  });
});

test("the clock on the wall counts from midnight, also in zones of half hours", () => {
  expect([
    minuteOfDay("2026-11-27T23:15:00Z", "Europe/Berlin"),
    minuteOfDay("2026-11-27T23:15:00Z", "Asia/Kolkata"),
  ]).toEqual([15, 285]);
});

test("days are reckoned on the calendar, across the night a clock changes", () => {
  expect([addDays("2026-10-24", 2), addDays("2026-03-01", -1), daysBetween("2026-10-24", "2026-10-26")]).toEqual([
    "2026-10-26",
    "2026-02-28",
    2,
  ]);
});

test("a week begins on Monday", () => {
  expect([mondayOf("2026-11-29"), mondayOf("2026-11-23"), weekday("2026-11-29")]).toEqual([
    "2026-11-23",
    "2026-11-23",
    7,
  ]);
});

test("the later of two days", () => {
  expect(laterOf("2026-12-01", "2026-11-30")).toBe("2026-12-01");
});

test("two zones may show one clock, in one season and not in the other", () => {
  expect([
    sameClock("Europe/Berlin", "Africa/Lagos", "2026-12-01T12:00:00Z"),
    sameClock("Europe/Berlin", "Africa/Lagos", "2026-07-01T12:00:00Z"),
  ]).toEqual([true, false]);
});
