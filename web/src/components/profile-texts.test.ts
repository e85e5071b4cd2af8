import { describe, expect, test } from "vitest";
import { entriesOf, feeOf, feeText } from "./profile-texts";

describe("a fee", () => {
  test.each([
    ["80", "80.00"],
    ["80.5", "80.50"],
    ["80,50", "80.50"],
    ["1.200,50", "1200.50"],
    ["1,200.50", "1200.50"],
    ["1 200", "1200.00"],
    ["1'200", "1200.00"],
    ["1.200", "1200.00"],
    ["", null],
    ["  ", null],
    ["80.505,1", "80505.10"],
    ["eighty", undefined],
    ["-5", undefined],
    ["80.5000", undefined],
  ])("written %j is %j", (text, fee) => {
    expect(feeOf(text)).toBe(fee);
  });
});

test("a fee is shown as the reader writes numbers, and none not at all", () => {
  expect([feeText(1200.5, "de"), feeText(1200.5, "en-GB"), feeText(null, "de")]).toEqual(["1200,50", "1200.50", ""]);
});

test("empty lines are no entries", () => {
  expect(entriesOf(" MD \n\nPhD, Berlin\n")).toEqual(["MD", "PhD, Berlin"]);
});
