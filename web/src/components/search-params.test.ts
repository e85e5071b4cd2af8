import { expect, test } from "vitest";
import { dayIn, idIn, instantIn, textIn } from "./search-params";

test("a day is a day of the calendar", () => {
  const told = ["2026-02-28", "2026-02-30", "2026-2-3", "tomorrow", 20260228, undefined];
  expect(told.map((day) => dayIn({ day }, "day"))).toEqual(["2026-02-28", ...Array(5).fill(undefined)]);
});

test("a day has a week around it that the API takes", () => {
  const told = ["1999-12-31", "2000-01-01", "2000-01-08", "2199-09-30", "2199-12-31", "2200-01-01", "9999-12-31"];
  const taken = [undefined, undefined, "2000-01-08", "2199-09-30", undefined, undefined, undefined];
  expect(told.map((day) => dayIn({ day }, "day"))).toEqual(taken);
});

test("an instant is on a day of the calendar, at a time of the clock", () => {
  const told = [
    "2026-02-30T10:00Z",
    "2026-02-28T24:00Z",
    "2026-02-28T10:60Z",
    "2026-02-28T10:00:60Z",
    "9999-12-31T10:00Z",
  ];
  expect(told.map((start) => instantIn({ start }, "start"))).toEqual(Array(5).fill(undefined));
});

test("an instant is told with seconds", () => {
  expect(instantIn({ start: "2026-02-28T10:00Z" }, "start")).toBe("2026-02-28T10:00:00Z");
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

test("a text has no control characters and no halves of letters", () => {
  const told = ["\0", " \n ", "he\0art\u0085", "\ud800", "Ağaç 😀"];
  expect(told.map((q) => textIn({ q }, "q"))).toEqual([undefined, undefined, "heart", undefined, "Ağaç 😀"]);
});
