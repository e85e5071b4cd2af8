import { Button, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { peopleChanged } from "@/api/admin";
import type { Tagged } from "@/api/client";
import type { Doctor } from "@/api/doctors";
import { changePublicProfile, publicProfileQuery } from "@/api/profile";
import { Actions } from "@/components/actions";
import { markFaults, toFirstFault } from "@/components/form";
import { Outcome } from "@/components/outcome";
import { Section } from "@/components/section";
import { useWords } from "@/i18n/use-words";
import { changedOf } from "../changed";
import { SaveRefusal } from "../save-refusal";
import { fieldsOf, profileOf } from "./profile";
import { ProfileFieldset, useProfileChecks } from "./profile-fields";

/** A doctor's profile, as everyone sees it. */
export function ProfileForm({ doctor }: { doctor: Tagged<Doctor> }) {
  const { t } = useTranslation("admin");
  const { t: tc, locale } = useWords();
  const queryClient = useQueryClient();
  // What the form began with: what is read again meanwhile must not undo what is being typed.
  const [base, setBase] = useState(doctor);
  const form = useForm({ initialValues: fieldsOf(doctor.data, locale), validate: useProfileChecks() });
  const saving = useMutation({
    mutationFn: (onto: Tagged<Doctor>) =>
      changePublicProfile(onto, changedOf(profileOf(form.getValues()), profileOf(fieldsOf(base.data, locale)))),
    onSuccess: async (saved) => {
      begin(saved);
      await peopleChanged(queryClient);
    },
    onError: (error) => markFaults(form, error),
  });

  function begin(from: Tagged<Doctor>) {
    setBase(from);
    form.setInitialValues(fieldsOf(from.data, locale));
    form.reset();
  }

  async function reload() {
    begin(await queryClient.fetchQuery({ ...publicProfileQuery(doctor.data.id), staleTime: 0 }));
    saving.reset();
  }

  return (
    <Section title={t("doctor.profile")} lead={t("doctor.profileLead")}>
      <form onSubmit={form.onSubmit(() => saving.mutate(base), toFirstFault(form))} noValidate>
        <Stack>
          <ProfileFieldset form={form} currency={doctor.data.currency} />
          {saving.isError && (
            <SaveRefusal
              error={saving.error}
              onReload={() => void reload()}
              onOverwrite={() => saving.mutate({ ...base, tag: null })}
            />
          )}
          <Outcome text={saving.isSuccess && !form.isDirty() ? tc("action.saved") : undefined} />
          <Actions>
            <Button type="submit" loading={saving.isPending} disabled={!form.isDirty()}>
              {tc("action.save")}
            </Button>
          </Actions>
        </Stack>
      </form>
    </Section>
  );
}
