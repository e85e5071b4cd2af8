import { expect, test } from "vitest";
import { belongs } from "./periods";

const NOW = new Date("2026-12-01T10:00:00Z");
const open = (ends_at: string) => ({ ends_at, status: "booked" as const });

test("a visit that goes on is upcoming until it ends", () => {
  expect(belongs(open("2026-12-01T10:01:00Z"), "upcoming", NOW)).toBe(true);
  expect(belongs(open("2026-12-01T10:00:00Z"), "upcoming", NOW)).toBe(false);
});

test("every visit is in one place", () => {
  for (const visit of [open("2026-12-01T10:01:00Z"), open("2026-12-01T09:59:00Z")]) {
    expect(belongs(visit, "past", NOW)).toBe(!belongs(visit, "upcoming", NOW));
  }
});

test("what its doctor has noted as over is past, whatever the clock says", () => {
  expect(belongs({ ends_at: "2026-12-01T10:30:00Z", status: "completed" }, "past", NOW)).toBe(true);
});
