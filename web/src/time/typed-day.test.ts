import { expect, test } from "vitest";
import { typedDay } from "./typed-day";

test.each([
  ["01.12.2026", "de", "2026-12-01"],
  ["1. 12. 2026", "de", "2026-12-01"],
  ["1. Dezember 2026", "de", "2026-12-01"],
  ["15 Mär 2027", "de", "2027-03-15"],
  ["01 Dec 2026", "en-GB", "2026-12-01"],
  ["1 dec 2026", "en-GB", "2026-12-01"],
  ["1/12/2026", "en-GB", "2026-12-01"],
  ["12/1/2026", "en-US", "2026-12-01"],
  [" 2026-12-01 ", "en-US", "2026-12-01"],
])("%s in %s is %s", (text, locale, day) => {
  expect(typedDay(text, locale)).toBe(day);
});

test.each(["", "1.12.", "31.02.2026", "2026-02-30", "1 Foo 2026", "1.13.2026", "tomorrow"])("%s is no day", (text) => {
  expect(typedDay(text, "de")).toBeNull();
});
