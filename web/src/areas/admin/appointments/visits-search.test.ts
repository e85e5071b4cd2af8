import { expect, test } from "vitest";
import { filterOf, statusesIn, type VisitsSearch } from "./visits-search";

const TODAY = "2026-11-27";

test.each<[string, VisitsSearch, object]>([
  ["nothing said is from today on, the earliest first", {}, { from: TODAY, order: "asc" }],
  ["today is one day", { when: "today" }, { from: TODAY, to: TODAY, order: "asc" }],
  ["what is past ends yesterday, the latest first", { when: "past" }, { to: "2026-11-26", order: "desc" }],
  ["all has no edge", { when: "all" }, { order: "desc" }],
  ["days may have one edge", { when: "days", to: "2026-12-01" }, { to: "2026-12-01", order: "asc" }],
  ["an order that is said holds", { when: "past", order: "asc" }, { to: "2026-11-26", order: "asc" }],
  ["edges without `days` are none", { from: "2026-01-01" }, { from: TODAY, order: "asc" }],
])("%s", (_, search, filter) => {
  expect(filterOf(search, TODAY)).toEqual({
    ...filter,
    status: undefined,
    doctor_id: undefined,
    patient_id: undefined,
  });
});

test.each([
  ["cancelled,booked", "booked,cancelled"],
  ["lost,booked", "booked"],
  ["lost", undefined],
  ["booked,confirmed,completed,no_show,cancelled", undefined],
])("statuses %s are %s", (status, read) => {
  expect(statusesIn({ status }, "status")).toBe(read);
});
