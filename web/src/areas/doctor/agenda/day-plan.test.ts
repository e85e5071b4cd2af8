import { expect, test } from "vitest";
import type { Appointment } from "@/api/appointments";
import type { Availability } from "@/api/availability";
import { hoursOf, planOf } from "./day-plan";

const ALL_DAY = [{ weekday: 7, start: "00:00", end: "24:00" }];
const PUBLISHED = {
  time_zone: "Europe/Berlin",
  weekly: [{ weekday: 2, start: "09:00", end: "17:00" }, ...ALL_DAY],
  overrides: [],
} as unknown as Availability;

function visit(id: string, starts_at: string, ends_at: string) {
  return { id, starts_at, ends_at } as Appointment;
}

function diary(...visits: Appointment[]) {
  return { published: PUBLISHED, visits, timesOff: [] };
}

test("a visit outside the hours is on the plan, and the hours that are shown reach it", () => {
  const plan = planOf("2026-12-01", diary(visit("late", "2026-12-01T19:00:00Z", "2026-12-01T19:30:00Z")), 64);
  expect([plan.visits.map(({ span }) => span), hoursOf([plan])]).toEqual([
    [{ from: 1200, to: 1230 }],
    { from: 540, to: 1260 },
  ]);
});

test("two visits that the wall shows at one time, in the hour that comes twice, stand side by side", () => {
  const plan = planOf(
    "2026-10-25",
    diary(
      visit("summer", "2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z"),
      visit("winter", "2026-10-25T01:30:00Z", "2026-10-25T02:00:00Z"),
    ),
    64,
  );
  expect(plan.visits.map(({ item, lane, lanes }) => `${item.id} ${lane + 1} of ${lanes}`)).toEqual([
    "summer 1 of 2",
    "winter 2 of 2",
  ]);
});

test("the hour that is skipped is closed, though the hours have it", () => {
  expect(planOf("2026-03-29", diary(), 64).closed).toEqual([{ from: 120, to: 180 }]);
});

test("visits too short to be drawn as they are get lanes where their blocks meet", () => {
  const plan = planOf(
    "2026-12-01",
    diary(
      visit("one", "2026-12-01T09:00:00Z", "2026-12-01T09:05:00Z"),
      visit("two", "2026-12-01T09:05:00Z", "2026-12-01T09:10:00Z"),
    ),
    112,
  );
  expect(plan.visits.map(({ lanes }) => lanes)).toEqual([2, 2]);
});
