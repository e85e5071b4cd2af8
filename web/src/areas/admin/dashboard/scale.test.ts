import { expect, test } from "vitest";
import { fullShare, marksUpTo, namedOf } from "./scale";

test.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [3, [0, 1, 2, 3]],
  [4, [0, 1, 2, 3, 4]],
  [5, [0, 2, 4, 6]],
  [14, [0, 5, 10, 15]],
  [81, [0, 50, 100]],
  [400, [0, 100, 200, 300, 400]],
])("a scale up to %i is marked at %j", (highest, marks) => {
  expect(marksUpTo(highest)).toEqual(marks);
});

test("of two scales beside each other the marks stand equally far apart", () => {
  expect([marksUpTo(9, 7), marksUpTo(7, 9), marksUpTo(0, 9)]).toEqual([
    [0, 5, 10],
    [0, 5, 10],
    [0, 5],
  ]);
});

test.each([
  [0.04, 0.1],
  [0.1, 0.1],
  [0.3, 0.5],
  [0.7, 1],
  [1.2, 1.2],
])("with %d at most, a full bar is %d", (highest, full) => {
  expect(fullShare(highest)).toBe(full);
});

test.each([
  [0, []],
  [1, [0]],
  [3, [0, 1, 2]],
  [7, [0, 2, 3, 5, 6]],
  [90, [0, 22, 45, 67, 89]],
])("of %i steps %j are named", (steps, named) => {
  expect(namedOf(steps, 5)).toEqual(named);
});
