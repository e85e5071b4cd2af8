import { Alert, Button, Card, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { CalendarClock } from "lucide-react";
import { useTranslation } from "react-i18next";
import { signIn } from "@/api/account";
import { isProblem } from "@/api/problem";
import { markFaults, useChecks } from "@/components/form";
import { TextLink } from "@/components/links";
import { Page } from "@/components/page";
import { Password } from "@/components/password";
import { Refusal } from "@/components/states";
import { useArrival } from "./arrive";
import { keptIntent } from "./intent";

const route = getRouteApi("/sign-in");

export function SignIn() {
  const { t } = useTranslation("account");
  const { next, email } = route.useSearch();
  const arrive = useArrival(next);
  const checks = useChecks();
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { email: email ?? "", password: "" },
    validate: { email: checks.email, password: (value) => (value === "" ? checks.required(value) : null) },
  });
  const entering = useMutation({
    mutationFn: (told: typeof form.values) => signIn(told.email.trim(), told.password),
    onSuccess: arrive,
    onError: (error) => markFaults(form, error),
  });
  const isToBook = keptIntent() !== null || next?.startsWith("/book/");
  return (
    <Page title={t("signIn.title")} width="narrow">
      {isToBook && (
        <Alert icon={<CalendarClock aria-hidden="true" />} variant="light">
          {t("signIn.toBook")}
        </Alert>
      )}
      <Card component="form" padding="xl" onSubmit={form.onSubmit((told) => entering.mutate(told))} noValidate>
        <Stack>
          <TextInput
            label={t("email")}
            type="email"
            autoComplete="username"
            inputMode="email"
            autoCapitalize="none"
            spellCheck={false}
            key={form.key("email")}
            {...form.getInputProps("email")}
          />
          <Password
            label={t("password")}
            autoComplete="current-password"
            key={form.key("password")}
            {...form.getInputProps("password")}
          />
          {entering.isError && (
            <Refusal error={entering.error}>
              {isProblem(entering.error, "email-not-verified") && (
                <TextLink to="/register" search={{ email: form.getValues().email }}>
                  {t("signIn.again")}
                </TextLink>
              )}
            </Refusal>
          )}
          <Button type="submit" loading={entering.isPending} fullWidth>
            {t("signIn.submit")}
          </Button>
          <TextLink to="/reset-password" ta="center">
            {t("signIn.forgot")}
          </TextLink>
        </Stack>
      </Card>
      <Text ta="center">
        {t("signIn.new")}{" "}
        <TextLink to="/register" search={{ next }}>
          {t("signIn.register")}
        </TextLink>
      </Text>
    </Page>
  );
}
