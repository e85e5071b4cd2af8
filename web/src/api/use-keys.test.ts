import { describe, expect, it } from "vitest";
import { Keys } from "./use-keys";

describe("keys", () => {
  it("stay with a body while others are tried", () => {
    const keys = new Keys();
    const first = keys.of({ reason: "A cough" });
    expect(keys.of({ reason: null })).not.toBe(first);
    expect(keys.of({ reason: "A cough" })).toBe(first);
  });

  it("are new for what is asked for again after it is done", () => {
    const keys = new Keys();
    const first = keys.of({ reason: null });
    keys.forget();
    expect(keys.of({ reason: null })).not.toBe(first);
  });
});
