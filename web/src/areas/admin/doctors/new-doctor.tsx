/** A new doctor: who they are, and the invitation that lets them in. */
import { Button, Card, Group, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { peopleChanged } from "@/api/admin";
import type { Doctor } from "@/api/doctors";
import { addDoctor } from "@/api/doctors-admin";
import { useKeys } from "@/api/use-keys";
import { Actions } from "@/components/actions";
import { BackLink } from "@/components/back-link";
import { emptyProfile, profileOf } from "@/components/doctor-profile";
import { markFaults, toFirstFault, useChecks } from "@/components/form";
import { ButtonLink } from "@/components/links";
import { Page } from "@/components/page";
import { Refusal } from "@/components/states";
import { StepTitle } from "@/components/step-title";
import { ownZone } from "@/time/instants";
import { ProfileFieldset, useProfileChecks } from "./profile-fields";

interface Added {
  doctor: Doctor;
  email: string;
}

export function NewDoctor() {
  const { t } = useTranslation("admin");
  const [added, setAdded] = useState<Added | null>(null);
  return (
    <Page
      title={t("newDoctor.title")}
      lead={added ? undefined : t("newDoctor.lead")}
      back={<BackLink to="/admin/doctors">{t("doctors.all")}</BackLink>}
      width="normal"
    >
      {added ? <Invited added={added} onAnother={() => setAdded(null)} /> : <Form onAdded={setAdded} />}
    </Page>
  );
}

function Form({ onAdded }: { onAdded: (added: Added) => void }) {
  const { t } = useTranslation("admin");
  const { t: ta } = useTranslation("account");
  const queryClient = useQueryClient();
  const keys = useKeys();
  const checks = useChecks();
  const form = useForm({
    initialValues: { email: "", ...emptyProfile(ownZone()) },
    validate: { email: checks.email, ...useProfileChecks() },
  });
  const adding = useMutation({
    mutationFn: async () => {
      const { email, ...fields } = form.getValues();
      const body = { email: email.trim(), ...profileOf(fields) };
      return { doctor: await addDoctor(body, keys.of(body)), email: body.email };
    },
    onSuccess: async (added) => {
      onAdded(added);
      await peopleChanged(queryClient);
    },
    onError: (error) => markFaults(form, error),
  });
  return (
    <Card
      component="form"
      padding="clamp(1.1rem, 4vw, 2rem)"
      noValidate
      onSubmit={form.onSubmit(() => adding.mutate(), toFirstFault(form))}
    >
      <Stack>
        <TextInput
          label={ta("email")}
          description={t("newDoctor.emailHint")}
          type="email"
          inputMode="email"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={254}
          {...form.getInputProps("email")}
        />
        <ProfileFieldset form={form} />
        {adding.isError && <Refusal error={adding.error} />}
        <Actions>
          <Button type="submit" loading={adding.isPending}>
            {t("newDoctor.submit")}
          </Button>
        </Actions>
      </Stack>
    </Card>
  );
}

function Invited({ added: { doctor, email }, onAnother }: { added: Added; onAnother: () => void }) {
  const { t } = useTranslation("admin");
  useEffect(() => {
    // In braces: it gives a promise by now, and React would take that for a clean-up.
    window.scrollTo({ top: 0 });
  }, []);
  return (
    <Card padding="clamp(1.1rem, 4vw, 2rem)">
      <Stack gap="sm">
        <StepTitle>{t("newDoctor.done", { name: doctor.full_name })}</StepTitle>
        <Text>{t("newDoctor.invited", { email })}</Text>
        <Text c="dimmed">{t("newDoctor.next")}</Text>
        <Group mt="sm">
          <ButtonLink to="/admin/doctors/$doctorId/availability" params={{ doctorId: doctor.id }}>
            {t("doctor.hours")}
          </ButtonLink>
          <ButtonLink to="/admin/doctors/$doctorId" params={{ doctorId: doctor.id }} variant="default">
            {t("newDoctor.see")}
          </ButtonLink>
          <Button variant="default" onClick={onAnother}>
            {t("newDoctor.another")}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
