import { expect, test } from "vitest";
import { faultText } from "./fault-words";

test.each([
  ["must be from 5 to 480", { word: "range", values: { least: "5", most: "480" } }],
  ["must be later than the start; a window cannot pass midnight", { word: "endBeforeStart", values: {} }],
  ["overlaps the window at /weekly/0, which lasts until 12:00", { word: "overlaps", values: { until: "12:00" } }],
  ["must be 1 to 80 printable characters without space at either end", { word: "line", values: { most: "80" } }],
  ["is not a time from 00:00 to 24:00, written HH:MM", { word: "noTime", values: {} }],
  ["must not be more than 366 days after the start", { word: "tooLong", values: { days: "366" } }],
  ["Input should be a valid integer", { word: "noNumber", values: {} }],
])("%s", (detail, text) => {
  expect(faultText(detail)).toEqual(text);
});

test("what is not known is left as it was told", () => {
  expect(faultText("must be blue")).toBeNull();
});
