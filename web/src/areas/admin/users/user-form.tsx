import { Alert, Button, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { MailWarning } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeUser, peopleChanged, type User, userQuery } from "@/api/admin";
import type { Tagged } from "@/api/client";
import { Actions } from "@/components/actions";
import { markFaults, toFirstFault, useChecks } from "@/components/form";
import { Outcome } from "@/components/outcome";
import { Section } from "@/components/section";
import { useWords } from "@/i18n/use-words";
import { changedOf } from "../changed";
import { SaveRefusal } from "../save-refusal";

/** Who it is and how they are reached. */
export function UserForm({ user }: { user: Tagged<User> }) {
  const { t } = useTranslation("admin");
  const { t: tc } = useWords();
  const queryClient = useQueryClient();
  const checks = useChecks();
  // What the form began with: what is read again meanwhile must not undo what is being typed.
  const [base, setBase] = useState(user);
  const form = useForm({
    initialValues: fieldsOf(user.data),
    validate: { full_name: checks.required, email: checks.email },
  });
  const saving = useMutation({
    mutationFn: (onto: Tagged<User>) => changeUser(onto, changesOf(form.getValues(), fieldsOf(base.data))),
    onSuccess: async (saved) => {
      begin(saved);
      await peopleChanged(queryClient);
    },
    onError: (error) => markFaults(form, error),
  });

  function begin(from: Tagged<User>) {
    setBase(from);
    form.setInitialValues(fieldsOf(from.data));
    form.reset();
  }

  async function reload() {
    begin(await queryClient.fetchQuery({ ...userQuery(user.data.id), staleTime: 0 }));
    saving.reset();
  }

  return (
    <Section title={t("user.contact")}>
      <form onSubmit={form.onSubmit(() => saving.mutate(base), toFirstFault(form))} noValidate>
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

type Fields = ReturnType<typeof fieldsOf>;

function fieldsOf({ full_name, email, phone }: User) {
  return { full_name, email, phone: phone ?? "" };
}

function changesOf(fields: Fields, before: Fields) {
  const { phone, ...rest } = changedOf(fields, before);
  return { ...rest, ...(phone === undefined ? {} : { phone: phone.trim() || null }) };
}
