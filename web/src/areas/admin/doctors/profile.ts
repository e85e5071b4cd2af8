/** A doctor's profile as a form has it and as the API has it. */
import type { Doctor } from "@/api/doctors";
import type { DoctorChanges } from "@/api/profile";

export interface ProfileFields extends Record<string, unknown> {
  full_name: string;
  specialty: string;
  time_zone: string;
  bio: string;
  /** One a line. */
  qualifications: string;
  /** One a line, or with commas. */
  languages: string;
  location: string;
  consultation_fee: string;
}

export function emptyProfile(zone: string): ProfileFields {
  return {
    full_name: "",
    specialty: "",
    time_zone: zone,
    bio: "",
    qualifications: "",
    languages: "",
    location: "",
    consultation_fee: "",
  };
}

/** What the form begins with; the fee is written as the reader's language has it. */
export function fieldsOf(doctor: Doctor, locale: string): ProfileFields {
  return {
    full_name: doctor.full_name,
    specialty: doctor.specialty,
    time_zone: doctor.time_zone,
    bio: doctor.bio,
    qualifications: doctor.qualifications.join("\n"),
    languages: doctor.languages.join("\n"),
    location: doctor.location ?? "",
    consultation_fee:
      doctor.consultation_fee === null
        ? ""
        : new Intl.NumberFormat(locale, { useGrouping: false, minimumFractionDigits: 2 }).format(
            doctor.consultation_fee,
          ),
  };
}

/** What the form says, as the API takes it. Call it with a fee that `feeOf` can read. */
export function profileOf(fields: ProfileFields) {
  return {
    full_name: fields.full_name.trim(),
    specialty: fields.specialty.trim(),
    time_zone: fields.time_zone,
    bio: fields.bio.trim(),
    qualifications: entriesOf(fields.qualifications, /\n/),
    languages: entriesOf(fields.languages, /[,\n]/),
    location: fields.location.trim() || null,
    consultation_fee: feeOf(fields.consultation_fee) ?? null,
  } satisfies DoctorChanges;
}

/** A fee as a decimal number: of "1.200,50 ", "1,200.50" and "1200.5" the same. Null for none, undefined for what is no fee. */
export function feeOf(text: string): string | null | undefined {
  const digits = text.replaceAll(/[\s'’]/g, "");
  if (digits === "") return null;
  const parts = /^(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,](\d{1,2}))?$/.exec(digits);
  if (parts?.[1] === undefined) return undefined;
  return `${parts[1].replaceAll(/[.,]/g, "")}.${(parts[2] ?? "0").padEnd(2, "0")}`;
}

function entriesOf(text: string, between: RegExp): string[] {
  return text
    .split(between)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}
