import { expect, test } from "vitest";
import { changesIn, emptyProfile, fieldsOf, profileOf } from "./doctor-profile";

const DOCTOR = {
  id: "019b76da-a801-7809-91c9-bc701e7ea419",
  full_name: "Dr Ann",
  specialty: "Cardiology",
  qualifications: ["MD", "PhD, Berlin"],
  bio: "Kind.",
  languages: ["German", "English"],
  location: null,
  consultation_fee: 1200.5,
  currency: "EUR",
  time_zone: "Europe/Berlin",
  visit_types: [],
  change_notice_minutes: 0,
  horizon_days: 90,
  active: true,
};

test.each(["en-GB", "de", "fr-CH"])("what is shown and saved again is what it was, in %s", (locale) => {
  const { full_name, specialty, time_zone, bio, qualifications, languages, location } = DOCTOR;
  expect(profileOf(fieldsOf(DOCTOR, locale))).toEqual({
    full_name,
    specialty,
    time_zone,
    bio,
    qualifications,
    languages,
    location,
    consultation_fee: "1200.50",
  });
});

test("lists lose what is empty in them", () => {
  const fields = { ...emptyProfile("UTC"), qualifications: "MD\n\n PhD \n", languages: "German,, English," };
  expect(profileOf(fields)).toMatchObject({ qualifications: ["MD", "PhD"], languages: ["German", "English"] });
});

test("only what has changed is said, and what is empty now is null", () => {
  expect(changesIn({ languages: " German \n\nEnglish\n", location: " ", consultation_fee: "" })).toEqual({
    languages: ["German", "English"],
    location: null,
    consultation_fee: null,
  });
});
