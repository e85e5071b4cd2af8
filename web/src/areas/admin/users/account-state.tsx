import { Badge, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { User } from "@/api/admin";

/** Whether somebody may sign in, and has shown that mails reach them. */
export function AccountState({ user }: { user: User }) {
  const { t } = useTranslation("admin");
  return (
    <Group gap={6}>
      <Badge variant="light" color={user.active ? "teal" : "gray"} size="lg" tt="none">
        {t(user.active ? "account.active" : "account.inactive")}
      </Badge>
      {!user.email_verified && (
        <Badge variant="light" color="orange" size="lg" tt="none">
          {t(user.role === "doctor" ? "account.invited" : "account.unproved")}
        </Badge>
      )}
    </Group>
  );
}
