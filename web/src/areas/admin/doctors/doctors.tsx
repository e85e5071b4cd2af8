/** The clinic's doctors, those who cannot be booked among them. */
import { Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Plus, UserSearch } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type User, usersQuery } from "@/api/admin";
import { doctorQuery } from "@/api/doctors";
import { ButtonLink, TextLink } from "@/components/links";
import { Page } from "@/components/page";
import { Empty } from "@/components/states";
import { WordsInput } from "@/components/words-input";
import { Counted } from "../counted";
import { Filters } from "../filters";
import { type Column, Listing } from "../listing";
import { MailAddress } from "../mail-address";
import { AccountState } from "../users/account-state";
import { ActivitySelect } from "../users/activity-select";
import { isActive } from "../users/users-search";
import classes from "./doctors.module.css";

const route = getRouteApi("/admin/doctors/");

export function Doctors() {
  const { t } = useTranslation("admin");
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (changed: typeof search) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true, resetScroll: false });
  const query = useInfiniteQuery(usersQuery({ role: "doctor", active: isActive(search.active), q: search.q }));
  return (
    <Page
      title={t("doctors.title")}
      lead={t("doctors.lead")}
      width="wide"
      actions={
        <ButtonLink to="/admin/doctors/new" leftSection={<Plus size={18} aria-hidden="true" />}>
          {t("doctors.add")}
        </ButtonLink>
      }
    >
      <Filters label={t("doctors.filters")}>
        <WordsInput label={t("users.words")} value={search.q} onChange={(q) => change({ q })} />
        <ActivitySelect value={search.active} onChange={(active) => change({ active })} />
      </Filters>
      <Counted
        query={query}
        empty={
          <Empty icon={<UserSearch />} title={t("doctors.none")}>
            <ButtonLink to="/admin/doctors" variant="default" mt="md">
              {t("list.clear")}
            </ButtonLink>
          </Empty>
        }
      >
        {(doctors) => <List doctors={doctors} />}
      </Counted>
    </Page>
  );
}

function List({ doctors }: { doctors: readonly User[] }) {
  const { t } = useTranslation("admin");
  const columns: [Column<User>, ...Column<User>[]] = [
    {
      title: t("users.name"),
      cell: ({ id, full_name }) => (
        <TextLink to="/admin/doctors/$doctorId" params={{ doctorId: id }} underline="hover">
          {full_name}
        </TextLink>
      ),
    },
    { title: t("profile.specialty"), cell: (user) => <OfProfile user={user} /> },
    { title: t("users.email"), cell: ({ email }) => <MailAddress address={email} /> },
    { title: t("account.state"), cell: (user) => <AccountState user={user} /> },
    {
      title: t("doctor.hoursTitle"),
      cell: ({ id, full_name }) => (
        <TextLink
          to="/admin/doctors/$doctorId/availability"
          params={{ doctorId: id }}
          underline="hover"
          className={classes.hours}
          aria-label={`${t("doctor.hours")}: ${full_name}`}
        >
          {t("doctor.hours")}
        </TextLink>
      ),
    },
  ];
  return <Listing label={t("doctors.title")} items={doctors} keyOf={({ id }) => id} columns={columns} />;
}

/** What only the public profile tells; there is none of a doctor who cannot be booked. */
function OfProfile({ user: { id, active } }: { user: User }) {
  const { data } = useQuery({ ...doctorQuery(id), enabled: active });
  if (!active || !data) return null;
  return (
    <>
      {data.specialty}
      {data.location && (
        <Text fz="sm" c="dimmed">
          {data.location}
        </Text>
      )}
    </>
  );
}
