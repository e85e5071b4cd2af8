/** What patients read about a doctor, as the doctor writes it. */
import { Skeleton, Stack, Textarea, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Tagged } from "@/api/client";
import type { Doctor } from "@/api/doctors";
import { changePublicProfile, profileChanged, publicProfileQuery } from "@/api/profile";
import { changesIn, fieldsOf, type ProfileFields } from "@/components/doctor-profile";
import { TextLink } from "@/components/links";
import { feeOf } from "@/components/profile-texts";
import { Save } from "@/components/save";
import { Section } from "@/components/section";
import { Loaded } from "@/components/states";
import { useSavedForm } from "@/components/use-saved-form";
import { ZoneSelect } from "@/components/zone-select";
import { useWords } from "@/i18n/use-words";

export function PublicProfile({ doctorId }: { doctorId: string }) {
  const { t } = useTranslation("account");
  const query = useQuery(publicProfileQuery(doctorId));
  return (
    <Section
      title={t("public.title")}
      lead={
        <TextLink to="/doctors/$doctorId" params={{ doctorId }}>
          {t("public.see")}
        </TextLink>
      }
    >
      <Loaded query={query} skeleton={<Skeleton height={420} radius="lg" />}>
        {(doctor) => <Form doctor={doctor} />}
      </Loaded>
    </Section>
  );
}

function Form({ doctor }: { doctor: Tagged<Doctor> }) {
  const { t } = useTranslation("account");
  const { t: tc } = useWords();
  const { form, saving } = usePublicForm(doctor);
  const optional = (label: string) => `${label} (${tc("action.optional")})`;
  const field = (name: keyof PublicFields & string) => ({
    ...form.getInputProps(name),
    // A refusal may name one entry of a list: /languages/1.
    error: form.errors[name] ?? Object.entries(form.errors).find(([path]) => path.startsWith(`${name}.`))?.[1],
  });
  return (
    <form onSubmit={form.onSubmit(() => saving.mutate())} noValidate>
      <Stack>
        <Textarea label={optional(t("public.bio"))} rows={5} maxLength={5000} {...field("bio")} />
        <Textarea
          label={optional(t("public.qualifications"))}
          description={t("public.onePerLine")}
          rows={3}
          {...field("qualifications")}
        />
        <Textarea
          label={optional(t("public.languages"))}
          description={t("public.onePerLine")}
          rows={3}
          {...field("languages")}
        />
        <TextInput
          label={optional(t("public.location"))}
          description={t("public.locationHint")}
          maxLength={300}
          {...field("location")}
        />
        <TextInput
          label={optional(t("public.fee", { currency: doctor.data.currency }))}
          inputMode="decimal"
          maxLength={16}
          {...field("consultation_fee")}
        />
        <ZoneSelect
          label={t("public.zone")}
          description={t("public.zoneHint")}
          {...field("time_zone")}
          value={form.getValues().time_zone}
        />
        <Save saving={saving} isDirty={form.isDirty()} />
      </Stack>
    </form>
  );
}

function usePublicForm(doctor: Tagged<Doctor>) {
  const { t } = useTranslation("account");
  const { locale } = useWords();
  const queryClient = useQueryClient();
  const query = publicProfileQuery(doctor.data.id);
  return useSavedForm({
    saved: doctor,
    fieldsOf: (data: Doctor) => publicFieldsOf(data, locale),
    validate: { consultation_fee: (value) => (feeOf(value) === undefined ? t("field.fee") : null) },
    save: (onto, changes) => changePublicProfile(onto, changesIn(changes)),
    onSaved: async (now) => {
      queryClient.setQueryData(query.queryKey, now);
      await profileChanged(queryClient);
    },
    read: () => queryClient.fetchQuery({ ...query, staleTime: 0 }),
  });
}

type PublicFields = ReturnType<typeof publicFieldsOf>;

/** Without the name, which is changed with the account, and the specialty, which is for the clinic to say. */
function publicFieldsOf(doctor: Doctor, locale: string) {
  const { bio, qualifications, languages, location, consultation_fee, time_zone }: ProfileFields = fieldsOf(
    doctor,
    locale,
  );
  return { bio, qualifications, languages, location, consultation_fee, time_zone };
}
