/** Signing up. The page waits for the link in the mail to be followed: in this browser it hears of that, of others it is told. */
import { Alert, Button, Card, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { CalendarClock, MailOpen } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Registration, register, signIn } from "@/api/account";
import { isProblem } from "@/api/problem";
import { useChecks } from "@/components/form";
import { TextLink } from "@/components/links";
import { Page } from "@/components/page";
import { Password } from "@/components/password";
import { Empty, Refusal } from "@/components/states";
import { useWords } from "@/i18n/use-words";
import { getStatus, onNews } from "@/session/session";
import { ownZone } from "@/time/instants";
import { cityOf } from "@/time/spoken";
import { useArrival } from "./arrive";
import { keepIntent, keptIntent } from "./intent";
import { beginWaiting, isWaiting, type Wait } from "./waiting";
import { isWeak, markWeak } from "./weak";

const route = getRouteApi("/register");

export function Register() {
  const { next } = route.useSearch();
  const [sent, setSent] = useState<Registration | null>(null);
  useEffect(() => {
    // The link in the mail opens another tab, which should find it.
    if (next !== undefined) keepIntent(next);
  }, [next]);
  return sent === null ? <Form onSent={setSent} /> : <Sent registration={sent} onOther={() => setSent(null)} />;
}

function Form({ onSent }: { onSent: (registration: Registration) => void }) {
  const { t } = useTranslation("account");
  const { language } = useWords();
  const { next, email } = route.useSearch();
  const checks = useChecks();
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { full_name: "", email: email ?? "", password: "" },
    validate: {
      full_name: checks.required,
      email: checks.email,
      password: checks.newPassword,
    },
  });
  const registering = useMutation({
    mutationFn: async (told: typeof form.values) => {
      const body = { ...told, email: told.email.trim(), time_zone: ownZone(), locale: language };
      await register(body);
      return body;
    },
    onSuccess: onSent,
    onError: (error) => markWeak(form, error, "password", t("field.weakPassword")),
  });
  const isToBook = keptIntent() !== null || next?.startsWith("/book/");
  return (
    <Page title={t("register.title")} lead={t("register.lead")} width="narrow">
      {isToBook && (
        <Alert icon={<CalendarClock aria-hidden="true" />} variant="light">
          {t("register.toBook")}
        </Alert>
      )}
      <Card component="form" padding="xl" onSubmit={form.onSubmit((told) => registering.mutate(told))} noValidate>
        <Stack>
          <TextInput
            label={t("fullName")}
            autoComplete="name"
            maxLength={200}
            key={form.key("full_name")}
            {...form.getInputProps("full_name")}
          />
          <TextInput
            label={t("email")}
            type="email"
            autoComplete="email"
            inputMode="email"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={254}
            key={form.key("email")}
            {...form.getInputProps("email")}
          />
          <Password
            label={t("password")}
            description={t("passwordHint")}
            autoComplete="new-password"
            key={form.key("password")}
            {...form.getInputProps("password")}
          />
          {registering.isError && !isWeak(registering.error) && <Refusal error={registering.error} />}
          <Button type="submit" loading={registering.isPending} fullWidth>
            {t("register.submit")}
          </Button>
          <Text fz="sm" c="dimmed" ta="center">
            {t("register.zone", { zone: cityOf(ownZone()) })}
          </Text>
        </Stack>
      </Card>
      <Text ta="center">
        {t("register.have")}{" "}
        <TextLink to="/sign-in" search={{ next }}>
          {t("register.signIn")}
        </TextLink>
      </Text>
    </Page>
  );
}

function Sent({ registration, onOther }: { registration: Registration; onOther: () => void }) {
  const { t } = useTranslation("account");
  const { next } = route.useSearch();
  const { email, password } = registration;
  const navigate = useNavigate();
  const again = useMutation({ mutationFn: () => register(registration) });
  const entering = useMutation({ mutationFn: () => signIn(email, password), onSuccess: useArrival(next) });
  const isOurTurn = useOnceVerified(entering.mutate);

  function enter() {
    again.reset();
    if (isOurTurn()) entering.mutate();
    else void navigate({ to: "/sign-in", search: { next, email } });
  }

  function resend() {
    entering.reset();
    again.mutate();
  }

  return (
    <Page title={t("register.sentTitle")} width="narrow">
      <Empty icon={<MailOpen />} title={t("register.sent", { email })}>
        <Text mb="md">{t("register.sentHint")}</Text>
        <Button loading={entering.isPending} onClick={enter}>
          {t("register.followed")}
        </Button>
        <Button variant="default" loading={again.isPending} disabled={again.isSuccess} onClick={resend}>
          {t("register.resend")}
        </Button>
        <Button variant="subtle" onClick={onOther}>
          {t("register.other")}
        </Button>
      </Empty>
      {again.isError && <Refusal error={again.error} />}
      {entering.isError && (
        <Refusal error={entering.error} says={{ "email-not-verified": t("register.notYet") }}>
          {isProblem(entering.error, "credentials-invalid") && (
            <TextLink to="/sign-in" search={{ next, email }}>
              {t("register.signIn")}
            </TextLink>
          )}
        </Refusal>
      )}
    </Page>
  );
}

/**
 * Sign in when another tab says that the address is proved: what was typed here is still known, and nobody types it again.
 *
 * Only for a while, and only in the tab in which somebody signed up last: others may use the same browser. Returns how to ask whether
 * that is so; a link that was followed elsewhere is not heard of here, and somebody has to say so.
 */
function useOnceVerified(enter: () => void): () => boolean {
  const begun = useRef<Wait>(null);
  useEffect(() => {
    begun.current ??= beginWaiting();
    const wait = begun.current;
    return onNews((news) => {
      if (news === "email-verified" && isWaiting(wait) && getStatus() === "signed-out") enter();
    });
  }, [enter]);
  return () => begun.current !== null && isWaiting(begun.current) && getStatus() === "signed-out";
}
