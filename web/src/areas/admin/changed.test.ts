import { expect, test } from "vitest";
import { changedOf } from "./changed";

test("what is as it was is left out, lists among it", () => {
  const before = { name: "Ann", phone: null, languages: ["German"] };
  expect(changedOf({ name: "Anne", phone: null, languages: ["German"] }, before)).toEqual({ name: "Anne" });
});

test("what is taken away is said", () => {
  expect(changedOf({ phone: null as string | null }, { phone: "+49 30" as string | null })).toEqual({ phone: null });
});
