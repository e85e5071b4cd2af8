import { expect, test } from "vitest";
import { ofMany } from "./of-many";

const at = (doctor_id: string, hour: number) => ({ doctor_id, starts_at: `2026-12-01T${hour}:00:00Z` });

test("of each doctor the first time, in order", () => {
  const slots = [at("ann", 10), at("ann", 11), at("ben", 12), at("ann", 13), at("cem", 14)];
  expect(ofMany(slots, 3)).toEqual([at("ann", 10), at("ben", 12), at("cem", 14)]);
});

test("where there are few doctors, their next times fill up", () => {
  expect(ofMany([at("ann", 10), at("ann", 11), at("ben", 12)], 3)).toEqual([
    at("ann", 10),
    at("ann", 11),
    at("ben", 12),
  ]);
});
