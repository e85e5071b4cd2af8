/** One account: who it is, what they may do, and whether they may come in. */
import { Group, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type User, userQuery } from "@/api/admin";
import type { Tagged } from "@/api/client";
import { isProblem } from "@/api/problem";
import { BackLink } from "@/components/back-link";
import { ButtonLink } from "@/components/links";
import { Page } from "@/components/page";
import { Loaded } from "@/components/states";
import { useWords } from "@/i18n/use-words";
import { useMe } from "@/session/hooks";
import { NoSuchPerson } from "../no-such-person";
import { AccountState } from "./account-state";
import { Activation } from "./activation";
import { RoleChange } from "./role-change";
import { UserForm } from "./user-form";

const route = getRouteApi("/admin/users/$userId");

export function EditUser() {
  const { t } = useTranslation("admin");
  const { userId } = route.useParams();
  const query = useQuery(userQuery(userId));
  if (isProblem(query.error, "not-found", "validation")) return <NoSuchPerson />;
  return (
    <Page
      title={query.data?.data.full_name ?? t("user.title")}
      back={<BackLink to="/admin/users">{t("user.all")}</BackLink>}
      width="normal"
    >
      <Loaded query={query}>{(user) => <Account key={user.data.id} user={user} />}</Loaded>
    </Page>
  );
}

function Account({ user }: { user: Tagged<User> }) {
  const { t: tc } = useWords();
  const me = useMe();
  const isSelf = me?.id === user.data.id;
  return (
    <Stack gap="lg">
      <Group gap="sm">
        <strong>{tc(`role.${user.data.role}`)}</strong>
        <AccountState user={user.data} />
      </Group>
      <Ways user={user.data} />
      <UserForm user={user} />
      {user.data.role !== "doctor" && <RoleChange user={user} isSelf={isSelf} />}
      <Activation user={user} isSelf={isSelf} />
    </Stack>
  );
}

/** Where else this person is found. */
function Ways({ user: { id, role, active } }: { user: User }) {
  const { t } = useTranslation("admin");
  return (
    <Group gap="sm">
      {role === "patient" && active && (
        <ButtonLink to="/admin/appointments/new" search={{ patient: id }} size="sm">
          {t("user.book")}
        </ButtonLink>
      )}
      {role === "patient" && (
        <ButtonLink to="/admin/appointments" search={{ patient: id }} size="sm" variant="default">
          {t("user.visits")}
        </ButtonLink>
      )}
      {role === "doctor" && (
        <ButtonLink to="/admin/doctors/$doctorId" params={{ doctorId: id }} size="sm" variant="default">
          {t("user.profile")}
        </ButtonLink>
      )}
      <ButtonLink to="/admin/notifications" search={{ person: id, status: "all" }} size="sm" variant="default">
        {t("user.told")}
      </ButtonLink>
    </Group>
  );
}
