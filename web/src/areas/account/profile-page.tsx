/** One's own account; doctors write here what patients read about them too. */
import { Button, Skeleton } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { askForReset } from "@/api/account";
import { meQuery } from "@/api/me";
import { Outcome } from "@/components/outcome";
import { Page } from "@/components/page";
import { Section } from "@/components/section";
import { Loaded, Refusal } from "@/components/states";
import { useWords } from "@/i18n/use-words";
import { ownZone } from "@/time/instants";
import { spokenDate } from "@/time/spoken";
import { AboutYou } from "./about-you";
import { PublicProfile } from "./public-profile";

export function ProfilePage() {
  const { t } = useTranslation("account");
  const { t: tc, locale } = useWords();
  const query = useQuery(meQuery);
  const me = query.data?.data;
  return (
    <Page
      title={t("profile.title")}
      lead={
        me && `${tc(`role.${me.role}`)}. ${t("profile.since", { date: spokenDate(me.created_at, ownZone(), locale) })}`
      }
      width="narrow"
    >
      <Loaded query={query} skeleton={<Skeleton height={480} radius="lg" />}>
        {(tagged) => (
          <>
            <AboutYou me={tagged} />
            {tagged.data.role === "doctor" && <PublicProfile doctorId={tagged.data.id} />}
            <Password email={tagged.data.email} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Password({ email }: { email: string }) {
  const { t } = useTranslation("account");
  const asking = useMutation({ mutationFn: () => askForReset(email) });
  return (
    <Section title={t("profile.password")} lead={t("profile.passwordText")}>
      {asking.isError && <Refusal error={asking.error} />}
      <Outcome text={asking.isSuccess ? t("profile.passwordSent", { email }) : undefined} />
      <div>
        <Button variant="default" loading={asking.isPending} onClick={() => asking.mutate()}>
          {t("profile.passwordSend")}
        </Button>
      </div>
    </Section>
  );
}
