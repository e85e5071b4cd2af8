import type { NotificationStatus } from "@/api/admin";

export const LEDGER_STATUSES = ["failed", "sent", "skipped", "all"] as const satisfies (NotificationStatus | "all")[];

/** What has become of notifications, as addresses say it. */
export type LedgerStatus = (typeof LEDGER_STATUSES)[number];
