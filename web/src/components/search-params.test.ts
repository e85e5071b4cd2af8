import { expect, test } from "vitest";
import { dayIn, idIn, instantIn, textIn } from "./search-params";

test("a day is a day of the calendar", () => {
  const told = ["2026-02-28", "2026-02-30", "2026-2-3", "tomorrow", 20260228, undefined];
  expect(told.map((day) => dayIn({ day }, "day"))).toEqual(["2026-02-28", ...Array(5).fill(undefined)]);
});

test("an instant is in UTC", () => {
  const told = ["2026-11-27T10:00:00Z", "2026-11-27T10:00:00+01:00", "2026-13-27T10:00:00Z"];
  expect(told.map((start) => instantIn({ start }, "start"))).toEqual([told[0], undefined, undefined]);
});

test("an id is a UUID", () => {
  const told = ["019b76da-a801-7809-91c9-bc701e7ea419", "019b76da", "x19b76da-a801-7809-91c9-bc701e7ea419", 7];
  expect(told.map((id) => idIn({ id }, "id"))).toEqual([told[0], undefined, undefined, undefined]);
});

test("a text is trimmed and not endless, and a number is one too", () => {
  const told = ["  heart ", "", "   ", 12, ["a"], "x".repeat(900)];
  expect(told.map((q) => textIn({ q }, "q")?.length)).toEqual([5, undefined, undefined, 2, undefined, 200]);
});
