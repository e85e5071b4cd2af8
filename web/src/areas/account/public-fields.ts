/** A doctor's public profile as the fields of a form, and back. */
import type { Doctor } from "@/api/doctors";
import type { DoctorChanges } from "@/api/profile";
import { entriesOf, feeOf, feeText } from "@/components/profile-texts";

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
    consultation_fee: feeText(fee, locale),
    time_zone,
  };
}

/** What a PATCH says of the fields that have changed. */
export function changesIn(fields: Partial<PublicFields>): DoctorChanges {
  const { bio, qualifications, languages, location, consultation_fee: fee, time_zone } = fields;
  return {
    ...(bio === undefined ? {} : { bio }),
    ...(qualifications === undefined ? {} : { qualifications: entriesOf(qualifications) }),
    ...(languages === undefined ? {} : { languages: entriesOf(languages) }),
    ...(location === undefined ? {} : { location: location.trim() || null }),
    ...(fee === undefined ? {} : { consultation_fee: feeOf(fee) ?? null }),
    ...(time_zone === undefined ? {} : { time_zone }),
  };
}
