import { expect, test } from "vitest";
import { cityOf, spokenDay, spokenMinutes, spokenTime, spokenZone } from "./spoken";

test("a time is told as the reader's language has it", () => {
  const told = ["en-GB", "de", "en-US"].map((locale) => spokenTime("2026-11-27T13:05:00Z", "Europe/Berlin", locale));
  expect(told.map((text) => text.replace(/\s/g, " "))).toEqual(["14:05", "14:05", "02:05 PM"]);
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
