import { createFileRoute } from "@tanstack/react-router";
import { LEDGER_STATUSES, type LedgerStatus } from "@/areas/admin/notifications/ledger-status";
import { Notifications } from "@/areas/admin/notifications/notifications";
import { idIn, oneOf } from "@/components/search-params";

interface NotificationsSearch {
  /** Failed ones where there are any, else all, unless given. */
  status?: LedgerStatus | undefined;
  /** Who was to be told. */
  person?: string | undefined;
}

export const Route = createFileRoute("/admin/notifications")({
  validateSearch: (search): NotificationsSearch => ({
    status: oneOf(search, "status", LEDGER_STATUSES),
    person: idIn(search, "person"),
  }),
  component: Notifications,
});
