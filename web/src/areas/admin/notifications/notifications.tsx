/** The ledger: who was told of what, who was not, and why. */
import { NativeSelect, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Navigate } from "@tanstack/react-router";
import { MailCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { failuresQuery, notificationsQuery } from "@/api/admin";
import { ButtonLink } from "@/components/links";
import { Page } from "@/components/page";
import { oneOf } from "@/components/search-params";
import { Empty, Loaded } from "@/components/states";
import { Counted } from "../counted";
import { Filters } from "../filters";
import { PersonSelect } from "../person-select";
import { Ledger } from "./ledger";
import { LEDGER_STATUSES, type LedgerStatus } from "./ledger-status";

const route = getRouteApi("/admin/notifications");

export function Notifications() {
  const { t } = useTranslation("admin");
  const { status, person } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page title={t("ledger.title")} lead={t("ledger.lead")} width="wide">
      <Filters label={t("ledger.filters")}>
        <NativeSelect
          label={t("ledger.status")}
          value={status ?? "all"}
          data={LEDGER_STATUSES.map((one) => ({ value: one, label: t(`ledger.statuses.${one}`) }))}
          onChange={(event) => {
            const chosen = oneOf({ status: event.currentTarget.value }, "status", LEDGER_STATUSES);
            void navigate({ search: (before) => ({ ...before, status: chosen }), replace: true, resetScroll: false });
          }}
        />
        <PersonSelect
          label={t("ledger.recipient")}
          placeholder={t("ledger.anybody")}
          value={person}
          onChange={(chosen) =>
            void navigate({ search: (before) => ({ ...before, person: chosen }), replace: true, resetScroll: false })
          }
        />
      </Filters>
      {status === undefined ? <WhatMatters person={person} /> : <Lines status={status} person={person} />}
    </Page>
  );
}

/** Where the address says nothing: what has failed, or all when nothing has. */
function WhatMatters({ person }: { person: string | undefined }) {
  const query = useQuery(failuresQuery);
  return (
    <Loaded query={query}>
      {({ count }) => (
        <Navigate
          to="/admin/notifications"
          search={{ status: count > 0 && person === undefined ? "failed" : "all", person }}
          replace
        />
      )}
    </Loaded>
  );
}

function Lines({ status, person }: { status: LedgerStatus; person: string | undefined }) {
  const { t } = useTranslation("admin");
  const query = useInfiniteQuery(
    notificationsQuery({ status: status === "all" ? undefined : status, recipient_id: person }),
  );
  return (
    <Counted
      query={query}
      empty={
        <Empty icon={<MailCheck />} title={t(status === "failed" ? "ledger.noFailures" : "ledger.none")}>
          <Text>{t(status === "all" && person === undefined ? "ledger.noneHint" : "ledger.noneFiltered")}</Text>
          {(status !== "all" || person !== undefined) && (
            <ButtonLink to="/admin/notifications" search={{ status: "all" }} variant="default" mt="md">
              {t("ledger.all")}
            </ButtonLink>
          )}
        </Empty>
      }
    >
      {(notifications) => (
        <>
          <Ledger notifications={notifications} />
          <ZoneNotes />
        </>
      )}
    </Counted>
  );
}

/** Visits are on their clinics' clocks, and mails left on the reader's. */
function ZoneNotes() {
  const { t } = useTranslation("admin");
  return (
    <Text fz="sm" c="dimmed" mt="sm">
      {t("ledger.clocks")}
    </Text>
  );
}
