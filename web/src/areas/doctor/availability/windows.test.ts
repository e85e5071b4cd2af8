import { expect, test } from "vitest";
import { copied, nextWindow } from "./windows";

function after(...windows: [string, string][]) {
  const { start, end } = nextWindow(windows.map(([from, to]) => ({ start: from, end: to })));
  return `${start}-${end}`;
}

test("a day's first hours are usual ones, the next come after a pause", () => {
  expect([after(), after(["09:00", "12:00"]), after(["14:00", "16:00"], ["08:00", "10:00"])]).toEqual([
    "09:00-17:00",
    "13:00-16:00",
    "17:00-20:00",
  ]);
});

test("late hours end with the day, which the screen calls 00:00", () => {
  expect([after(["18:00", "21:30"]), after(["18:00", "23:30"])]).toEqual(["22:30-00:00", "23:30-00:00"]);
});

test("a day that is full gets usual hours, for somebody to change", () => {
  expect(after(["00:00", "00:00"])).toBe("09:00-17:00");
});

test("a day is copied in place of what others had, and stays itself", () => {
  const weekly = [
    { key: "a", weekday: 1, start: "09:00", end: "12:00" },
    { key: "b", weekday: 2, start: "10:00", end: "11:00" },
    { key: "c", weekday: 3, start: "15:00", end: "16:00" },
  ];
  expect(copied(weekly, 1, [1, 2, 5]).map(({ weekday, start }) => `${weekday} ${start}`)).toEqual([
    "1 09:00",
    "3 15:00",
    "2 09:00",
    "5 09:00",
  ]);
});
