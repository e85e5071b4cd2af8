import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { changeUser, type User } from "@/api/admin";
import type { Tagged } from "@/api/client";
import { deactivateDoctor } from "@/api/doctors-admin";
import { Section } from "@/components/section";
import { AskedChange } from "../asked-change";

interface ActivationProps {
  user: Tagged<User>;
  isSelf: boolean;
}

/** Closing an account, and opening it again. */
export function Activation({ user, isSelf }: ActivationProps) {
  const { t } = useTranslation("admin");
  const { active, role, full_name: name } = user.data;
  const kind = role === "doctor" ? "doctor" : "person";
  return (
    <Section title={t("activation.title")} lead={t(active ? "activation.isOpen" : "activation.isClosed")}>
      {isSelf ? (
        <Text>{t("activation.self")}</Text>
      ) : active ? (
        <AskedChange
          isDanger
          label={t("activation.close")}
          question={t("activation.closeQuestion", { name })}
          consequences={[t("activation.closeSessions"), t(`activation.closeVisits.${kind}`)]}
          change={() => close(user)}
          done={t("activation.closed", { name })}
          says={{ conflict: t("activation.self") }}
        />
      ) : (
        <AskedChange
          variant="filled"
          label={t("activation.open")}
          question={t("activation.openQuestion", { name })}
          consequences={[t(`activation.openText.${kind}`)]}
          change={() => changeUser(user, { active: true })}
          done={t("activation.opened", { name })}
        />
      )}
    </Section>
  );
}

async function close(user: Tagged<User>): Promise<void> {
  if (user.data.role === "doctor") await deactivateDoctor(user.data.id, user.tag);
  else await changeUser(user, { active: false });
}
