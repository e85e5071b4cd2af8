/** What somebody who is signed in does with their account. */
import "@mantine/core/styles/Popover.layer.css";
import "@mantine/core/styles/Menu.layer.css";
import { Avatar, Menu, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { Link, useRouter } from "@tanstack/react-router";
import { LogOut, MessageSquare, UserRound } from "lucide-react";
import { useRef } from "react";
import type { Profile } from "@/api/me";
import { initialsOf } from "@/components/initials";
import { useWords } from "@/i18n/use-words";
import { signOut } from "@/session/session";

export default function AccountMenu({ me }: { me: Profile }) {
  const { t } = useWords();
  const router = useRouter();
  const attempts = useRef(0);

  async function leave() {
    attempts.current += 1;
    const attempt = attempts.current;
    await router.navigate({ to: "/" });
    // A page with something unsaved may have kept them; this then goes on when they next leave, for wherever that is.
    if (attempt === attempts.current && router.state.location.pathname === "/") await signOut();
  }

  return (
    <Menu position="bottom-end" width={230} radius="lg" shadow="md">
      <Menu.Target>
        <UnstyledButton ml={4}>
          <Avatar radius="xl" size={40} color="teal" variant="light" aria-hidden="true">
            {initialsOf(me.full_name)}
          </Avatar>
          <VisuallyHidden>{`${t("nav.account")}: ${me.full_name}`}</VisuallyHidden>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text fw={650} c="var(--mb-ink)" truncate>
            {me.full_name}
          </Text>
          <Text fz="xs">{t(`role.${me.role}`)}</Text>
        </Menu.Label>
        <Menu.Item leftSection={<UserRound size={18} />} renderRoot={(props) => <Link to="/profile" {...props} />}>
          {t("nav.profile")}
        </Menu.Item>
        <Menu.Item leftSection={<MessageSquare size={18} />} renderRoot={(props) => <Link to="/messages" {...props} />}>
          {t("nav.messages")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut size={18} />} onClick={() => void leave()}>
          {t("nav.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
