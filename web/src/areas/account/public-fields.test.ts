import { expect, test } from "vitest";
import { changesIn, fieldsOf, isFee } from "./public-fields";

const doctor = {
  bio: "Hearts.",
  qualifications: ["MD", "PhD"],
  languages: ["German", "English"],
  location: null,
  consultation_fee: 45.5,
  time_zone: "Europe/Berlin",
};

test("lists are written a line an entry, and the fee as the reader writes numbers", () => {
  const { qualifications, location, consultation_fee: fee } = fieldsOf(doctor, "de");
  expect([qualifications, location, fee]).toEqual(["MD\nPhD", "", "45,5"]);
});

test("only what has changed is said; empty is null, and empty lines are no entries", () => {
  expect(changesIn({ languages: " German \n\nEnglish\n", location: " ", consultation_fee: "" })).toEqual({
    languages: ["German", "English"],
    location: null,
    consultation_fee: null,
  });
});

test("a fee has a point or a comma and at most two decimal places", () => {
  expect(["", "45", "45.50", "45,5", "0"].map(isFee)).toEqual([true, true, true, true, true]);
  expect(["45.505", "-1", "1.000,00", "free", "123456789"].map(isFee)).toEqual([false, false, false, false, false]);
  expect(changesIn({ consultation_fee: "45,50" })).toEqual({ consultation_fee: "45.50" });
});
