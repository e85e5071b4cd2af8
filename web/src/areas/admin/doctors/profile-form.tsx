import { Stack } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { peopleChanged } from "@/api/admin";
import type { Tagged } from "@/api/client";
import type { Doctor } from "@/api/doctors";
import { changePublicProfile, publicProfileQuery } from "@/api/profile";
import { changesIn, fieldsOf } from "@/components/doctor-profile";
import { toFirstFault } from "@/components/form";
import { Save } from "@/components/save";
import { Section } from "@/components/section";
import { useSavedForm } from "@/components/use-saved-form";
import { useWords } from "@/i18n/use-words";
import { ProfileFieldset, useProfileChecks } from "./profile-fields";

/** A doctor's profile, as everyone sees it. */
export function ProfileForm({ doctor }: { doctor: Tagged<Doctor> }) {
  const { t } = useTranslation("admin");
  const { locale } = useWords();
  const queryClient = useQueryClient();
  const { form, saving } = useSavedForm({
    saved: doctor,
    fieldsOf: (data: Doctor) => fieldsOf(data, locale),
    validate: useProfileChecks(),
    save: (onto, changes) => changePublicProfile(onto, changesIn(changes)),
    onSaved: () => peopleChanged(queryClient),
    read: () => queryClient.fetchQuery({ ...publicProfileQuery(doctor.data.id), staleTime: 0 }),
  });
  return (
    <Section title={t("doctor.profile")} lead={t("doctor.profileLead")}>
      <form onSubmit={form.onSubmit(() => saving.mutate(), toFirstFault(form))} noValidate>
        <Stack>
          <ProfileFieldset form={form} currency={doctor.data.currency} />
          <Save saving={saving} isDirty={form.isDirty()} />
        </Stack>
      </form>
    </Section>
  );
}
