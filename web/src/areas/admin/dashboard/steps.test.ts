import { expect, test } from "vitest";
import { daysFrom } from "@/time/instants";
import { lengthOf, stepsOf } from "./steps";

const days = (first: string, count: number) =>
  daysFrom(first, count).map((date) => ({ date, bookings: 1, visits: 2, cancelled: 3, no_show: 4, completed: 5 }));

test("three months are shown by the day", () => {
  const steps = stepsOf(days("2026-08-28", 92));
  expect([steps.length, lengthOf(steps)]).toEqual([92, "day"]);
});

test("more are shown by the week, from Monday on, and nothing is lost", () => {
  const weeks = stepsOf(days("2026-08-29", 93));
  expect(weeks.slice(0, 2)).toEqual([
    { first: "2026-08-29", last: "2026-08-30", bookings: 2, visits: 4, cancelled: 6, no_show: 8, completed: 10 },
    { first: "2026-08-31", last: "2026-09-06", bookings: 7, visits: 14, cancelled: 21, no_show: 28, completed: 35 },
  ]);
  expect(lengthOf(weeks)).toBe("week");
  expect(weeks.reduce((sum, { visits }) => sum + visits, 0)).toBe(186);
});
