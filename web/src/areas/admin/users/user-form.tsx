import { Alert, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { MailWarning } from "lucide-react";
import { useTranslation } from "react-i18next";
import { changeUser, peopleChanged, type User, userQuery } from "@/api/admin";
import type { Tagged } from "@/api/client";
import { toFirstFault, useChecks } from "@/components/form";
import { Save } from "@/components/save";
import { Section } from "@/components/section";
import { useSavedForm } from "@/components/use-saved-form";
import { useWords } from "@/i18n/use-words";

/** Who it is and how they are reached. */
export function UserForm({ user }: { user: Tagged<User> }) {
  const { t } = useTranslation("admin");
  const { t: tc } = useWords();
  const queryClient = useQueryClient();
  const checks = useChecks();
  const { form, saving } = useSavedForm({
    saved: user,
    fieldsOf,
    validate: { full_name: checks.required, email: checks.email },
    save: (onto, { phone, ...changes }) =>
      changeUser(onto, { ...changes, ...(phone === undefined ? {} : { phone: phone.trim() || null }) }),
    onSaved: () => peopleChanged(queryClient),
    read: () => queryClient.fetchQuery({ ...userQuery(user.data.id), staleTime: 0 }),
  });
  return (
    <Section title={t("user.contact")}>
      <form onSubmit={form.onSubmit(() => saving.mutate(), toFirstFault(form))} noValidate>
        <Stack>
          <TextInput label={t("users.name")} maxLength={200} autoComplete="off" {...form.getInputProps("full_name")} />
          <TextInput
            label={t("users.email")}
            description={t("user.emailHint")}
            type="email"
            inputMode="email"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={254}
            {...form.getInputProps("email")}
          />
          {form.isDirty("email") && (
            <Alert variant="light" icon={<MailWarning aria-hidden="true" />}>
              {t("user.emailChanges")}
            </Alert>
          )}
          <TextInput
            label={`${t("users.phone")} (${tc("action.optional")})`}
            type="tel"
            autoComplete="off"
            maxLength={32}
            {...form.getInputProps("phone")}
          />
          <Save saving={saving} isDirty={form.isDirty()} />
        </Stack>
      </form>
    </Section>
  );
}

function fieldsOf({ full_name, email, phone }: User) {
  return { full_name, email, phone: phone ?? "" };
}
