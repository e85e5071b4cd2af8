/** Where the link in the first mail leads. Its token stands behind `#`, which browsers send to nobody. */
import { Button, Loader, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { CircleCheck, CircleX, MailWarning } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { verifyEmail } from "@/api/account";
import { isProblem } from "@/api/problem";
import { ButtonLink, TextLink } from "@/components/links";
import { Page } from "@/components/page";
import { Empty, Refusal } from "@/components/states";
import { useStatus } from "@/session/hooks";
import { tell } from "@/session/session";
import { dropIntent, keptIntent } from "./intent";
import { useMailedToken } from "./token";

export function VerifyEmail() {
  const { t } = useTranslation("account");
  const [token] = useMailedToken();
  const verifying = useMutation({ mutationFn: verifyEmail, onSuccess: () => tell("email-verified") });
  const { mutate } = verifying;
  // Once, also where React runs effects twice: the token works once.
  const isSent = useRef(false);
  useEffect(() => {
    if (token === null || isSent.current) return;
    isSent.current = true;
    mutate(token);
  }, [token, mutate]);
  return (
    <Page title={t("verify.title")} width="narrow">
      {token === null ? (
        <Empty icon={<MailWarning />} title={t("verify.noToken")} />
      ) : verifying.isSuccess ? (
        <Verified />
      ) : isProblem(verifying.error, "token-invalid") ? (
        <Empty icon={<CircleX />} title={t("verify.used")}>
          <Text mb="md">{t("verify.usedHint")}</Text>
          <ButtonLink to="/sign-in">{t("signIn.title")}</ButtonLink>
        </Empty>
      ) : verifying.isError ? (
        <Refusal error={verifying.error} retry={() => mutate(token)} />
      ) : (
        <Empty icon={<Loader />} title={t("verify.working")} />
      )}
    </Page>
  );
}

function Verified() {
  const { t } = useTranslation("account");
  const router = useRouter();
  // The tab in which somebody signed up signs in by itself.
  const isSignedIn = useStatus() === "signed-in";
  const intent = keptIntent();

  function goOn(href: string) {
    dropIntent();
    void router.navigate({ href });
  }

  return (
    <Empty icon={<CircleCheck />} title={t("verify.done")}>
      {isSignedIn && intent ? (
        <Button mt="sm" onClick={() => goOn(intent)}>
          {t("verify.goOn")}
        </Button>
      ) : isSignedIn ? (
        <ButtonLink mt="sm" to="/appointments">
          {t("nav.appointments", { ns: "common" })}
        </ButtonLink>
      ) : (
        <>
          <Text mb="md">{t("verify.next")}</Text>
          <ButtonLink to="/sign-in">{t("signIn.title")}</ButtonLink>
          <TextLink to="/" display="block" mt="sm">
            MedBook
          </TextLink>
        </>
      )}
    </Empty>
  );
}
