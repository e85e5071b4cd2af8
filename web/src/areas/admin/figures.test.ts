import { expect, test } from "vitest";
import { spokenCount, spokenHours, spokenShare } from "./figures";

test("counts are grouped as the reader's language has it", () => {
  expect(["en-GB", "de"].map((locale) => spokenCount(12345, locale))).toEqual(["12,345", "12.345"]);
});

test("a small share is told to a tenth", () => {
  expect([0, 0.034, 0.345, 1].map((share) => spokenShare(share, "en-GB"))).toEqual(["0%", "3.4%", "35%", "100%"]);
});

test("from three days on hours are told as days", () => {
  expect([0.5, 71.9, 72, 166].map((hours) => spokenHours(hours, "en-GB"))).toEqual([
    "0.5 hours",
    "71.9 hours",
    "3 days",
    "6.9 days",
  ]);
});
