/** A doctor's public profile as the fields of a form, and back. */
import type { Doctor } from "@/api/doctors";
import type { DoctorChanges } from "@/api/profile";

/** Lists are written a line an entry, the fee as people write numbers. */
export type PublicFields = Record<
  "bio" | "qualifications" | "languages" | "location" | "consultation_fee" | "time_zone",
  string
>;

type Shown = Pick<Doctor, keyof PublicFields>;

export function fieldsOf(doctor: Shown, locale: string): PublicFields {
  const { bio, qualifications, languages, location, consultation_fee: fee, time_zone } = doctor;
  return {
    bio,
    qualifications: qualifications.join("\n"),
    languages: languages.join("\n"),
    location: location ?? "",
    consultation_fee: fee === null ? "" : fee.toLocaleString(locale, { useGrouping: false, maximumFractionDigits: 2 }),
    time_zone,
  };
}

/** What a PATCH says of the fields that have changed. */
export function changesIn(fields: Partial<PublicFields>): DoctorChanges {
  const { bio, qualifications, languages, location, consultation_fee: fee, time_zone } = fields;
  return {
    ...(bio === undefined ? {} : { bio }),
    ...(qualifications === undefined ? {} : { qualifications: linesOf(qualifications) }),
    ...(languages === undefined ? {} : { languages: linesOf(languages) }),
    ...(location === undefined ? {} : { location: location.trim() || null }),
    // A decimal in a string: the API reads it without the detour of binary fractions.
    ...(fee === undefined ? {} : { consultation_fee: plain(fee) || null }),
    ...(time_zone === undefined ? {} : { time_zone }),
  };
}

/** Tell whether a fee is a number that the API takes, with a point or a comma, or none. */
export function isFee(text: string): boolean {
  return /^(\d{1,8}(\.\d{1,2})?)?$/.test(plain(text));
}

function plain(fee: string): string {
  return fee.trim().replace(",", ".");
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
