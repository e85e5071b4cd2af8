import { describe, expect, test } from "vitest";
import { clockChangeOn, onWall } from "./wall-day";

const BERLIN = "Europe/Berlin";

function period(starts_at: string, ends_at: string) {
  return { starts_at, ends_at };
}

describe("a period lies on the wall", () => {
  test("where its clock shows it", () => {
    expect(onWall(period("2026-12-01T08:30:00Z", "2026-12-01T09:00:00Z"), "2026-12-01", BERLIN)).toEqual({
      from: 570,
      to: 600,
    });
  });

  test("not at all on another day, though it ends where that begins", () => {
    const untilMidnight = period("2026-12-01T22:00:00Z", "2026-12-01T23:00:00Z");
    expect(onWall(untilMidnight, "2026-12-02", BERLIN)).toBeNull();
  });

  test("cut at the edges of each day it meets", () => {
    const days = period("2026-12-01T12:00:00Z", "2026-12-03T08:00:00Z");
    expect(["2026-12-01", "2026-12-02", "2026-12-03"].map((day) => onWall(days, day, BERLIN))).toEqual([
      { from: 780, to: 1440 },
      { from: 0, to: 1440 },
      { from: 0, to: 540 },
    ]);
  });
});

describe("when the clock goes forward", () => {
  test("a visit across the gap ends where the wall shows its end", () => {
    expect(onWall(period("2026-03-29T00:45:00Z", "2026-03-29T01:15:00Z"), "2026-03-29", BERLIN)).toEqual({
      from: 105,
      to: 195,
    });
  });

  test("the hour that is skipped is known", () => {
    expect(clockChangeOn("2026-03-29", BERLIN)).toEqual({ kind: "skipped", span: { from: 120, to: 180 } });
  });
});

describe("when the clock goes back", () => {
  test("a visit whose end the wall shows before its start is as long as it lasts", () => {
    expect(onWall(period("2026-10-25T00:45:00Z", "2026-10-25T01:15:00Z"), "2026-10-25", BERLIN)).toEqual({
      from: 165,
      to: 195,
    });
  });

  test("a long period ends where the wall shows it, not an hour later", () => {
    expect(onWall(period("2026-10-24T22:00:00Z", "2026-10-25T05:00:00Z"), "2026-10-25", BERLIN)).toEqual({
      from: 0,
      to: 360,
    });
  });

  test("the hour that comes twice is known", () => {
    expect(clockChangeOn("2026-10-25", BERLIN)).toEqual({ kind: "repeated", span: { from: 120, to: 180 } });
  });

  test("also in a zone that changes by half an hour, and at midnight", () => {
    expect([
      clockChangeOn("2026-04-05", "Australia/Lord_Howe"),
      clockChangeOn("2026-04-04", "America/Santiago"),
    ]).toEqual([
      { kind: "repeated", span: { from: 90, to: 120 } },
      { kind: "repeated", span: { from: 1380, to: 1440 } },
    ]);
  });
});

test("a day whose midnight is skipped begins later", () => {
  expect(clockChangeOn("2026-09-06", "America/Santiago")).toEqual({ kind: "skipped", span: { from: 0, to: 60 } });
});

test("most days have nothing of it", () => {
  expect(clockChangeOn("2026-12-01", BERLIN)).toBeNull();
});
