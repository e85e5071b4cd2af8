import { expect, test } from "vitest";
import { codeOf } from "./code";

const NONE: ReadonlySet<string> = new Set();

test.each([
  ["First visit", "first-visit"],
  ["Kontrolle & Gespräch", "kontrolle-gespraech"],
  ["  Café, à deux ", "cafe-a-deux"],
  ["Εξέταση", "visit"],
  ["", "visit"],
])("of %j", (name, code) => {
  expect(codeOf(name, NONE)).toBe(code);
});

test("one that is taken is counted on", () => {
  expect(codeOf("Check-up", new Set(["check-up", "check-up-2"]))).toBe("check-up-3");
});

test("a long name is cut, also with a number behind it", () => {
  const name = "A very long name of a visit indeed, longer than anybody reads";
  expect(codeOf(name, new Set([codeOf(name, NONE)])).length).toBeLessThanOrEqual(40);
});
