import { expect, test } from "vitest";
import { countOf, minutesIn, toldIn, unitOf } from "./numbers";

test("minutes are told in the largest unit that leaves no rest", () => {
  expect([2880, 120, 90, 0, "" as const].map(unitOf)).toEqual(["days", "hours", "minutes", "hours", "hours"]);
});

test("what is typed in a unit is kept in minutes, and shown as it was typed", () => {
  expect([minutesIn("hours", 1.5), toldIn("hours", 90), minutesIn("days", 2), minutesIn("hours", "")]).toEqual([
    90,
    1.5,
    2880,
    "",
  ]);
});

test("an empty field is no zero", () => {
  expect([countOf(""), countOf("-"), countOf("15"), countOf(0)]).toEqual(["", "", 15, 0]);
});
