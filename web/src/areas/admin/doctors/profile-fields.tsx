import { Textarea, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { specialtiesQuery } from "@/api/doctors";
import type { ProfileFields } from "@/components/doctor-profile";
import { feeOf } from "@/components/profile-texts";
import { ZoneSelect } from "@/components/zone-select";
import { useWords } from "@/i18n/use-words";
import classes from "./profile-fields.module.css";

interface ProfileFieldsetProps<Fields extends ProfileFields> {
  form: UseFormReturnType<Fields>;
  /** ISO 4217; unknown as long as there is no doctor. */
  currency?: string;
}

/** The fields of a doctor's profile. */
export function ProfileFieldset<Fields extends ProfileFields>({ form, currency }: ProfileFieldsetProps<Fields>) {
  const { t } = useTranslation("admin");
  const { t: tc } = useWords();
  const optional = (label: string) => `${label} (${tc("action.optional")})`;
  const field = (name: keyof ProfileFields & string) => ({
    ...form.getInputProps(name),
    // A refusal names an entry of a list: /languages/1.
    error: form.errors[name] ?? Object.entries(form.errors).find(([path]) => path.startsWith(`${name}.`))?.[1],
  });
  return (
    <>
      <TextInput
        label={t("profile.name")}
        description={t("profile.nameHint")}
        maxLength={200}
        autoComplete="off"
        {...field("full_name")}
      />
      <div className={classes.two}>
        <SpecialtyInput {...field("specialty")} />
        <ZoneSelect
          label={t("profile.zone")}
          description={t("profile.zoneHint")}
          {...field("time_zone")}
          value={form.getValues().time_zone}
        />
      </div>
      <Textarea
        label={optional(t("profile.bio"))}
        description={t("profile.bioHint")}
        autosize={false}
        rows={4}
        maxLength={5000}
        {...field("bio")}
      />
      <div className={classes.two}>
        <Textarea
          label={optional(t("profile.qualifications"))}
          description={t("profile.qualificationsHint")}
          rows={3}
          {...field("qualifications")}
        />
        <Textarea
          label={optional(t("profile.languages"))}
          description={t("profile.languagesHint")}
          rows={3}
          {...field("languages")}
        />
      </div>
      <div className={classes.two}>
        <TextInput
          label={optional(t("profile.location"))}
          description={t("profile.locationHint")}
          maxLength={300}
          autoComplete="off"
          {...field("location")}
        />
        <TextInput
          label={optional(t("profile.fee"))}
          description={currency ? t("profile.feeIn", { currency }) : t("profile.feeHint")}
          inputMode="decimal"
          autoComplete="off"
          maxLength={16}
          {...field("consultation_fee")}
        />
      </div>
    </>
  );
}

/** A specialty as the clinic writes it already, or a new one. */
function SpecialtyInput(props: { value?: string; error?: React.ReactNode }) {
  const { t } = useTranslation("admin");
  const { data = [] } = useQuery(specialtiesQuery);
  const id = useId();
  return (
    <>
      <TextInput
        label={t("profile.specialty")}
        description={t("profile.specialtyHint")}
        maxLength={80}
        autoComplete="off"
        list={id}
        {...props}
      />
      <datalist id={id}>
        {data.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}

/** Checks that save a round trip. */
export function useProfileChecks() {
  const { t } = useTranslation("admin");
  const { t: ta } = useTranslation("account");
  const required = (value: string) => (value.trim() === "" ? ta("field.required") : null);
  return {
    full_name: required,
    specialty: required,
    consultation_fee: (value: string) => (feeOf(value) === undefined ? t("profile.noFee") : null),
  };
}
