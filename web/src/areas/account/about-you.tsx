/** Name, telephone number, time zone and language. */
import { NativeSelect, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Tagged } from "@/api/client";
import { meQuery, type Profile } from "@/api/me";
import { changeProfile, profileChanged } from "@/api/profile";
import { useChecks } from "@/components/form";
import { Save } from "@/components/save";
import { Section } from "@/components/section";
import { useSavedForm } from "@/components/use-saved-form";
import { ZoneSelect } from "@/components/zone-select";
import { speak } from "@/i18n/i18n";
import { LANGUAGES, type Language, languageOf } from "@/i18n/languages";
import { useWords } from "@/i18n/use-words";

// What the API takes for a telephone number.
const PHONE = /^\+?[0-9][0-9 ()./-]{2,31}$/;

export function AboutYou({ me }: { me: Tagged<Profile> }) {
  const { t } = useTranslation("account");
  const { t: tc } = useWords();
  const { form, saving } = useProfileForm(me);
  return (
    <Section title={t("profile.about")}>
      <form onSubmit={form.onSubmit(() => saving.mutate())} noValidate>
        <Stack>
          <TextInput
            label={t("fullName")}
            {...(me.data.role === "doctor" ? { description: t("profile.doctorName") } : {})}
            autoComplete="name"
            maxLength={200}
            {...form.getInputProps("full_name")}
          />
          <TextInput
            label={t("email")}
            description={t("profile.emailHint")}
            type="email"
            value={me.data.email}
            readOnly
            autoComplete="email"
          />
          <TextInput
            label={`${t("phone")} (${tc("action.optional")})`}
            description={t("phoneHint")}
            type="tel"
            autoComplete="tel"
            maxLength={32}
            {...form.getInputProps("phone")}
          />
          <ZoneSelect
            label={t("profile.zone")}
            description={t("profile.zoneHint")}
            {...form.getInputProps("time_zone")}
            value={form.getValues().time_zone}
          />
          <NativeSelect
            label={t("profile.language")}
            data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
            {...form.getInputProps("locale")}
          />
          <Save saving={saving} isDirty={form.isDirty()} />
        </Stack>
      </form>
    </Section>
  );
}

function useProfileForm(me: Tagged<Profile>) {
  const { t } = useTranslation("account");
  const { required } = useChecks();
  const queryClient = useQueryClient();
  return useSavedForm({
    saved: me,
    fieldsOf,
    validate: {
      full_name: required,
      phone: (value) => (value.trim() === "" || PHONE.test(value.trim()) ? null : t("field.phone")),
    },
    save: (onto, { phone, ...changes }) =>
      changeProfile(onto, { ...changes, ...(phone === undefined ? {} : { phone: phone.trim() || null }) }),
    onSaved: async (now, changes) => {
      queryClient.setQueryData(meQuery.queryKey, now);
      if (changes.locale) await speak(changes.locale);
      await profileChanged(queryClient);
    },
    read: () => queryClient.fetchQuery({ ...meQuery, staleTime: 0 }),
  });
}

function fieldsOf({ full_name, phone, time_zone, locale }: Profile) {
  const language: Language = languageOf(locale) ?? "en";
  return { full_name, phone: phone ?? "", time_zone, locale: language };
}
