import { expect, test } from "vitest";
import { type PeriodSearch, periodOf } from "./period";

const TODAY = "2026-11-27";

test.each<[string, PeriodSearch, string, string]>([
  ["nothing said is the last 30 days, with today", {}, "2026-10-29", TODAY],
  ["seven days", { period: "last-7" }, "2026-11-21", TODAY],
  ["ninety days", { period: "last-90" }, "2026-08-30", TODAY],
  ["thirty days to come", { period: "next-30" }, TODAY, "2026-12-26"],
  ["chosen days", { period: "days", from: "2026-01-01", to: "2026-01-03" }, "2026-01-01", "2026-01-03"],
  ["days turned round", { period: "days", from: "2026-01-03", to: "2026-01-01" }, "2026-01-01", "2026-01-03"],
  ["one day", { period: "days", to: "2026-01-03" }, "2026-01-03", "2026-01-03"],
  ["more days than are counted", { period: "days", from: "2025-01-01", to: "2026-11-27" }, "2025-01-01", "2026-01-01"],
  ["days without a period", { from: "2026-01-01" }, "2026-10-29", TODAY],
])("%s", (_, search, first, last) => {
  expect(periodOf(search, TODAY)).toEqual({ first, last });
});
