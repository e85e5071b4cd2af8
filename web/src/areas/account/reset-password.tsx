/** A forgotten password: asking for a link, and choosing a new password with it. Invitations lead here too. */
import { Button, Card, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { CircleCheck, MailOpen } from "lucide-react";
import { useTranslation } from "react-i18next";
import { askForReset, choosePassword } from "@/api/account";
import { isProblem } from "@/api/problem";
import { markFaults, useChecks } from "@/components/form";
import { ButtonLink } from "@/components/links";
import { Page } from "@/components/page";
import { Password } from "@/components/password";
import { Empty, Refusal } from "@/components/states";
import { useMailedToken } from "./token";
import { isWeak, markWeak } from "./weak";

export function ResetPassword() {
  const [token, dropToken] = useMailedToken();
  return token === null ? <Ask /> : <Choose token={token} onAskAgain={dropToken} />;
}

function Ask() {
  const { t } = useTranslation("account");
  const checks = useChecks();
  const form = useForm({ mode: "uncontrolled", initialValues: { email: "" }, validate: { email: checks.email } });
  const asking = useMutation({
    mutationFn: async ({ email }: { email: string }) => {
      await askForReset(email.trim());
      return email.trim();
    },
    onError: (error) => markFaults(form, error),
  });
  if (asking.isSuccess) {
    return (
      <Page title={t("reset.sentTitle")} width="narrow">
        <Empty icon={<MailOpen />} title={t("reset.sent", { email: asking.data })} />
      </Page>
    );
  }
  return (
    <Page title={t("reset.title")} lead={t("reset.lead")} width="narrow">
      <Card component="form" padding="xl" onSubmit={form.onSubmit((told) => asking.mutate(told))} noValidate>
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
          {asking.isError && <Refusal error={asking.error} />}
          <Button type="submit" loading={asking.isPending} fullWidth>
            {t("reset.submit")}
          </Button>
        </Stack>
      </Card>
    </Page>
  );
}

function Choose({ token, onAskAgain }: { token: string; onAskAgain: () => void }) {
  const { t } = useTranslation("account");
  const checks = useChecks();
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { new_password: "" },
    validate: { new_password: checks.newPassword },
  });
  const choosing = useMutation({
    mutationFn: (told: typeof form.values) => choosePassword(token, told.new_password),
    onError: (error) => markWeak(form, error, "new_password", t("field.weakPassword")),
  });
  if (choosing.isSuccess) {
    return (
      <Page title={t("reset.chooseTitle")} width="narrow">
        <Empty icon={<CircleCheck />} title={t("reset.done")}>
          <Text mb="md">{t("verify.next")}</Text>
          <ButtonLink to="/sign-in">{t("signIn.title")}</ButtonLink>
        </Empty>
      </Page>
    );
  }
  return (
    <Page title={t("reset.chooseTitle")} lead={t("reset.chooseLead")} width="narrow">
      <Card component="form" padding="xl" onSubmit={form.onSubmit((told) => choosing.mutate(told))} noValidate>
        <Stack>
          <Password
            label={t("newPassword")}
            description={t("passwordHint")}
            autoComplete="new-password"
            key={form.key("new_password")}
            {...form.getInputProps("new_password")}
          />
          {choosing.isError && !isWeak(choosing.error) && (
            <Refusal error={choosing.error}>
              {isProblem(choosing.error, "token-invalid") && (
                <Button size="sm" variant="default" onClick={onAskAgain}>
                  {t("reset.another")}
                </Button>
              )}
            </Refusal>
          )}
          <Button type="submit" loading={choosing.isPending} fullWidth>
            {t("action.save", { ns: "common" })}
          </Button>
        </Stack>
      </Card>
    </Page>
  );
}
