import { expect, test } from "vitest";
import { clockOf } from "@/time/clock";
import { closingsOf } from "./closing";

const DAY = [
  { from: 540, to: 750 },
  { from: 810, to: 1020 },
];

function told(open: typeof DAY, now: number | null): string[] {
  return closingsOf(open, now).map(({ part, span }) => `${part} ${clockOf(span.from)}-${clockOf(span.to)}`);
}

test("a coming day's morning ends where its break begins", () => {
  expect(told(DAY, null)).toEqual(["day 00:00-24:00", "morning 00:00-12:30", "afternoon 12:30-24:00"]);
});

test("without a break it ends at noon", () => {
  expect(told([{ from: 480, to: 960 }], null)).toContain("morning 00:00-12:00");
});

test("before it opens, today can be closed whole", () => {
  expect(told(DAY, 420)).toEqual(["day 00:00-24:00", "morning 00:00-12:30", "afternoon 12:30-24:00"]);
});

test("in the morning, today's rest, what is left of the morning, and the afternoon", () => {
  expect(told(DAY, 600)).toEqual(["rest 10:00-24:00", "morning 10:00-12:30", "afternoon 12:30-24:00"]);
});

test("in the afternoon only the rest", () => {
  expect(told(DAY, 900)).toEqual(["rest 15:00-24:00"]);
});

test("a day that was closed anyway can be closed, against visits by hand", () => {
  expect(told([], 900)).toEqual(["day 00:00-24:00"]);
});
