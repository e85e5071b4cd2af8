import { expect, test } from "vitest";
import { changesIn, fieldsOf } from "./public-fields";

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
  expect([qualifications, location, fee]).toEqual(["MD\nPhD", "", "45,50"]);
});

test("only what has changed is said; empty is null, and empty lines are no entries", () => {
  expect(changesIn({ languages: " German \n\nEnglish\n", location: " ", consultation_fee: "" })).toEqual({
    languages: ["German", "English"],
    location: null,
    consultation_fee: null,
  });
});
