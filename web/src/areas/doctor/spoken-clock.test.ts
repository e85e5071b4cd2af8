import { expect, test } from "vitest";
import { spokenClock, spokenHour } from "./spoken-clock";

// Some versions of the locales' data put a narrow space before AM.
const plain = (text: string) => text.replace(/\s/gu, " ");

test("a time is told by the reader's clock, and so is the midnight that ends a day", () => {
  const told = [0, 570, 1440].map((minutes) => [spokenClock(minutes, "en-US"), spokenClock(minutes, "de")].map(plain));
  expect(told).toEqual([
    ["12:00 AM", "00:00"],
    ["9:30 AM", "09:30"],
    ["12:00 AM", "24:00"],
  ]);
});

test("a full hour is short", () => {
  expect(["en-US", "en-GB", "de"].map((locale) => plain(spokenHour(540, locale)))).toEqual(["9 AM", "09:00", "09:00"]);
});
