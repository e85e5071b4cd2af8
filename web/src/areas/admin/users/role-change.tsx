import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { changeUser, type User } from "@/api/admin";
import type { Tagged } from "@/api/client";
import { Section } from "@/components/section";
import { AskedChange } from "../asked-change";

interface RoleChangeProps {
  user: Tagged<User>;
  isSelf: boolean;
}

/** Making a patient an admin, and an admin a patient. Doctors have a profile and hours, so they stay what they are. */
export function RoleChange({ user, isSelf }: RoleChangeProps) {
  const { t } = useTranslation("admin");
  const { role, full_name: name } = user.data;
  const to = role === "admin" ? "patient" : "admin";
  return (
    <Section title={t("role.title")} lead={t(`role.is.${to === "admin" ? "patient" : "admin"}`)}>
      {isSelf ? (
        <Text>{t("role.self")}</Text>
      ) : (
        <AskedChange
          label={t(`role.make.${to}`)}
          question={t(`role.question.${to}`, { name })}
          consequences={[t(`role.consequence.${to}`)]}
          change={() => changeUser(user, { role: to })}
          done={t(`role.done.${to}`, { name })}
          says={{ conflict: t("role.self") }}
        />
      )}
    </Section>
  );
}
