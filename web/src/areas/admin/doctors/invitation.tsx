import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { peopleChanged, type User } from "@/api/admin";
import { inviteAgain } from "@/api/doctors-admin";
import { Outcome } from "@/components/outcome";
import { Section } from "@/components/section";
import { Refusal } from "@/components/states";

/** For a doctor who has not chosen a password yet. */
export function Invitation({ doctor: { id, email } }: { doctor: User }) {
  const { t } = useTranslation("admin");
  const queryClient = useQueryClient();
  const inviting = useMutation({
    mutationFn: () => inviteAgain(id),
    // They have signed up, or somebody has closed the account: the page is behind.
    onError: () => peopleChanged(queryClient),
  });
  return (
    <Section title={t("invitation.title")} lead={t("invitation.lead", { email })}>
      {inviting.isError && <Refusal error={inviting.error} says={{ conflict: t("invitation.conflict") }} />}
      <div>
        <Button variant="default" loading={inviting.isPending} onClick={() => inviting.mutate()}>
          {t("invitation.again")}
        </Button>
      </div>
      <Outcome text={inviting.isSuccess ? t("invitation.sent", { email }) : undefined} />
    </Section>
  );
}
