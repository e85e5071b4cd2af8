/** Before somebody is signed in as a patient. */
import { Group, Stack, Text } from "@mantine/core";
import { useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Role } from "@/api/me";
import { ButtonLink } from "@/components/links";
import { StepTitle } from "@/components/step-title";

export function WhoIsComing() {
  const { t } = useTranslation("booking");
  const next = useLocation({ select: ({ href }) => href });
  return (
    <Stack>
      <StepTitle>{t("who.title")}</StepTitle>
      <Text c="dimmed">{t("who.text")}</Text>
      <Group grow preventGrowOverflow={false}>
        <ButtonLink to="/register" search={{ next }}>
          {t("who.new")}
        </ButtonLink>
        <ButtonLink to="/sign-in" search={{ next }} variant="default">
          {t("who.known")}
        </ButtonLink>
      </Group>
    </Stack>
  );
}

export function NotForStaff({ role }: { role: Exclude<Role, "patient"> }) {
  const { t } = useTranslation("booking");
  return (
    <Stack>
      <StepTitle>{t("staff.title")}</StepTitle>
      <Text>{t(`staff.${role}`)}</Text>
      {role === "admin" && (
        <Group>
          <ButtonLink to="/admin/appointments/new">{t("staff.adminLink")}</ButtonLink>
        </Group>
      )}
    </Stack>
  );
}
