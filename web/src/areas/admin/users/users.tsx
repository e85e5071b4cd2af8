/** Everybody who has an account. */
import { NativeSelect } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { UserSearch } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type User, usersQuery } from "@/api/admin";
import { ButtonLink, TextLink } from "@/components/links";
import { Page } from "@/components/page";
import { oneOf } from "@/components/search-params";
import { Empty } from "@/components/states";
import { WordsInput } from "@/components/words-input";
import { useWords } from "@/i18n/use-words";
import { ownZone } from "@/time/instants";
import { Counted } from "../counted";
import { shortDay } from "../days";
import { Filters } from "../filters";
import { type Column, Listing } from "../listing";
import { MailAddress } from "../mail-address";
import { AccountState } from "./account-state";
import { ActivitySelect } from "./activity-select";
import { isActive, ROLES } from "./users-search";

const route = getRouteApi("/admin/users/");

export function Users() {
  const { t } = useTranslation("admin");
  const { t: tc } = useWords();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (changed: typeof search) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true, resetScroll: false });
  const query = useInfiniteQuery(usersQuery({ role: search.role, active: isActive(search.active), q: search.q }));
  return (
    <Page title={t("users.title")} lead={t("users.lead")} width="wide">
      <Filters label={t("users.filters")}>
        <WordsInput label={t("users.words")} value={search.q} onChange={(q) => change({ q })} />
        <NativeSelect
          label={t("users.role")}
          value={search.role ?? ""}
          data={[
            { value: "", label: t("users.anyRole") },
            ...ROLES.map((role) => ({ value: role, label: tc(`role.${role}`) })),
          ]}
          onChange={(event) => change({ role: oneOf({ role: event.currentTarget.value }, "role", ROLES) })}
        />
        <ActivitySelect value={search.active} onChange={(active) => change({ active })} />
      </Filters>
      <Counted
        query={query}
        empty={
          <Empty icon={<UserSearch />} title={t("users.none")}>
            <ButtonLink to="/admin/users" variant="default" mt="md">
              {t("list.clear")}
            </ButtonLink>
          </Empty>
        }
      >
        {(users) => <List users={users} />}
      </Counted>
    </Page>
  );
}

function List({ users }: { users: readonly User[] }) {
  const { t } = useTranslation("admin");
  const { t: tc, locale } = useWords();
  const columns: [Column<User>, ...Column<User>[]] = [
    {
      title: t("users.name"),
      cell: ({ id, full_name }) => (
        <TextLink to="/admin/users/$userId" params={{ userId: id }} underline="hover">
          {full_name}
        </TextLink>
      ),
    },
    { title: t("users.email"), cell: ({ email }) => <MailAddress address={email} /> },
    { title: t("users.phone"), cell: ({ phone }) => phone },
    { title: t("users.role"), cell: ({ role }) => tc(`role.${role}`) },
    { title: t("account.state"), cell: (user) => <AccountState user={user} /> },
    { title: t("users.since"), cell: ({ created_at }) => shortDay(created_at, ownZone(), locale) },
  ];
  return <Listing label={t("users.title")} items={users} keyOf={({ id }) => id} columns={columns} />;
}
