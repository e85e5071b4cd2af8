/** A doctor's profile as a form has it and as the API has it. */
import type { Doctor } from "@/api/doctors";
import type { DoctorChanges } from "@/api/profile";
import { entriesOf, feeOf, feeText } from "./profile-texts";

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

/** What the form begins with. */
export function fieldsOf(doctor: Doctor, locale: string): ProfileFields {
  return {
    full_name: doctor.full_name,
    specialty: doctor.specialty,
    time_zone: doctor.time_zone,
    bio: doctor.bio,
    qualifications: doctor.qualifications.join("\n"),
    languages: doctor.languages.join("\n"),
    location: doctor.location ?? "",
    consultation_fee: feeText(doctor.consultation_fee, locale),
  };
}

/** What the form says, as the API takes it. Call it with a fee that `feeOf` can read. */
export function profileOf(fields: ProfileFields) {
  return {
    full_name: fields.full_name.trim(),
    specialty: fields.specialty.trim(),
    time_zone: fields.time_zone,
    bio: fields.bio.trim(),
    qualifications: entriesOf(fields.qualifications),
    languages: entriesOf(fields.languages, /[,\n]/),
    location: fields.location.trim() || null,
    consultation_fee: feeOf(fields.consultation_fee) ?? null,
  } satisfies DoctorChanges;
}

/** What a PATCH says of the fields that have changed. */
export function changesIn(fields: Partial<ProfileFields>): DoctorChanges {
  const whole: DoctorChanges = profileOf({ ...emptyProfile(""), ...fields });
  const names = Object.keys(fields) as (keyof DoctorChanges)[];
  return Object.fromEntries(names.map((name) => [name, whole[name]]));
}
