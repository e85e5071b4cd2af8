import { expect, test } from "vitest";
import { cityOf, spokenDay, spokenFromNow, spokenMinutes, spokenTime, spokenZone } from "./spoken";

test("a time is told as the reader's language has it", () => {
  const told = ["en-GB", "de", "en-US"].map((locale) => spokenTime("2026-11-27T13:05:00Z", "Europe/Berlin", locale));
  expect(told.map((text) => text.replace(/\s/g, " "))).toEqual(["14:05", "14:05", "2:05 PM"]);
});

test("a zone is named with its offset of the season", () => {
  expect([spokenZone("Europe/Berlin", "en-GB", "2026-07-01T12:00:00Z"), cityOf("America/New_York")]).toEqual([
    "Central European Summer Time, GMT+2",
    "New York",
  ]);
});

test("minutes are told in the largest unit that leaves no rest", () => {
  expect([0, 45, 90, 120, 2880].map((minutes) => spokenMinutes(minutes, "en-GB"))).toEqual([
    "0 minutes",
    "45 minutes",
    "90 minutes",
    "2 hours",
    "2 days",
  ]);
});

test("a day of the calendar is the same for a reader in any zone", () => {
  expect(spokenDay("2026-11-29", "en-GB")).toBe("Sunday 29 November");
});

test("what lies ahead is told in days of the zone's calendar, and on the day itself in hours or minutes", () => {
  const now = new Date("2026-12-01T21:30:00Z");
  const told = (instant: string, zone = "Europe/Berlin") => spokenFromNow(instant, zone, "en-GB", now);
  expect([told("2026-12-01T22:10:00Z"), told("2026-12-01T23:10:00Z"), told("2026-12-04T08:00:00Z")]).toEqual([
    "in 40 minutes",
    "tomorrow",
    "in 3 days",
  ]);
  expect(told("2026-12-02T00:30:00Z", "America/New_York")).toBe("in 3 hours");
});
