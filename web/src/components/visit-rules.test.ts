import { expect, test } from "vitest";
import type { AppointmentStatus } from "@/api/appointments";
import { mayCancel, mayMove, mayRemind, stepsFrom } from "./visit-rules";

const visit = (status: AppointmentStatus = "booked") => ({
  status,
  starts_at: "2026-12-01T10:00:00Z",
  changeable_until: "2026-11-30T10:00:00Z",
});
const BEFORE_CUT_OFF = new Date("2026-11-30T10:00:00Z");
const AFTER_CUT_OFF = new Date("2026-11-30T10:00:01Z");
const AT_START = new Date("2026-12-01T10:00:00Z");

test("a patient moves and cancels up to the cut-off, that instant included", () => {
  expect([mayMove(visit(), "patient", BEFORE_CUT_OFF), mayCancel(visit(), "patient", BEFORE_CUT_OFF)]).toEqual([
    true,
    true,
  ]);
  expect([mayMove(visit(), "patient", AFTER_CUT_OFF), mayCancel(visit(), "patient", AFTER_CUT_OFF)]).toEqual([
    false,
    false,
  ]);
});

test("staff move until it begins, and cancel after that too", () => {
  expect([mayMove(visit(), "doctor", AFTER_CUT_OFF), mayCancel(visit(), "admin", AFTER_CUT_OFF)]).toEqual([true, true]);
  expect([mayMove(visit(), "doctor", AT_START), mayCancel(visit(), "admin", AT_START)]).toEqual([false, true]);
});

test("without a cut-off a patient cannot move a visit that begins this instant", () => {
  const untilTheStart = { ...visit(), changeable_until: visit().starts_at };
  expect(mayMove(untilTheStart, "patient", AT_START)).toBe(false);
});

test("nobody changes or is reminded of a visit that is over or cancelled", () => {
  for (const status of ["completed", "no_show", "cancelled"] as const) {
    expect([
      mayMove(visit(status), "admin", BEFORE_CUT_OFF),
      mayCancel(visit(status), "admin", BEFORE_CUT_OFF),
    ]).toEqual([false, false]);
    expect(mayRemind(visit(status), BEFORE_CUT_OFF)).toBe(false);
  }
});

test("a visit that has begun needs no reminder", () => {
  expect([mayRemind(visit(), AFTER_CUT_OFF), mayRemind(visit(), AT_START)]).toEqual([true, false]);
});

test("booked is confirmed, confirmed took place or was missed, and then there is no more", () => {
  expect(stepsFrom(visit("booked"))).toEqual(["confirm"]);
  expect(stepsFrom(visit("confirmed"))).toEqual(["complete", "no-show"]);
  expect(stepsFrom(visit("completed"))).toEqual([]);
});
