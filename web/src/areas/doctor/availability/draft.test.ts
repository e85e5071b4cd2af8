import { expect, test } from "vitest";
import type { Availability } from "@/api/availability";
import { bodyOf, draftOf, isComplete, publishesSame } from "./draft";

const PUBLISHED: Availability = {
  time_zone: "Europe/Berlin",
  slot_minutes: 15,
  buffer_minutes: 5,
  minimum_notice_minutes: 120,
  horizon_days: 90,
  change_notice_minutes: 1440,
  visit_types: [{ code: "check", name: "Check-up", minutes: 30 }],
  weekly: [
    { weekday: 1, start: "09:00", end: "12:00" },
    { weekday: 6, start: "20:00", end: "24:00" },
  ],
  overrides: [{ date: "2026-12-24", windows: [] }],
};

test("what is edited and not changed is published as it was", () => {
  expect(bodyOf(draftOf(PUBLISHED))).toEqual(PUBLISHED);
});

test("the midnight that ends a day is 00:00 on the screen", () => {
  expect(draftOf(PUBLISHED).weekly[1]?.end).toBe("00:00");
});

test("a new visit type gets its code of its name, one that was published keeps its own", () => {
  const draft = draftOf(PUBLISHED);
  const types = [
    { key: "new", code: "", name: " Check ", minutes: 20 },
    ...draft.visit_types.map((type) => ({ ...type, name: "Examination" })),
  ];
  expect(bodyOf({ ...draft, visit_types: types }).visit_types.map(({ code, name }) => [code, name])).toEqual([
    ["check-2", "Check"],
    ["check", "Examination"],
  ]);
});

test("an empty number is told as none", () => {
  expect(bodyOf({ ...draftOf(PUBLISHED), slot_minutes: "" }).slot_minutes).toBeNull();
});

test("windows in another order are no change, other hours are", () => {
  const draft = draftOf(PUBLISHED);
  const turned = { ...draft, weekly: draft.weekly.toReversed() };
  const later = { ...draft, weekly: draft.weekly.map((window) => ({ ...window, start: "10:00" })) };
  expect([publishesSame(draft, turned), publishesSame(draft, later)]).toEqual([true, false]);
});

test("a field that nobody has filled in yet makes it incomplete", () => {
  const draft = draftOf(PUBLISHED);
  const unnamed = [...draft.visit_types, { key: "new", code: "", name: " ", minutes: 30 }];
  const drafts = [draft, { ...draft, buffer_minutes: "" as const }, { ...draft, visit_types: unnamed }];
  expect(drafts.map((one) => isComplete(bodyOf(one)))).toEqual([true, false, false]);
});
