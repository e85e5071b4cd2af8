import { Badge, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Notification } from "@/api/admin";
import { TextLink } from "@/components/links";
import { useWords } from "@/i18n/use-words";
import { ownZone } from "@/time/instants";
import { shortMoment } from "../days";
import { type Column, Listing } from "../listing";
import { VisitTime } from "../visit-time";
import classes from "./ledger.module.css";
import { Retry } from "./retry";

const COLOURS: Record<Notification["status"], string> = { sent: "teal", failed: "red", skipped: "gray" };

export function Ledger({ notifications }: { notifications: readonly Notification[] }) {
  const { t } = useTranslation("admin");
  const columns: [Column<Notification>, ...Column<Notification>[]] = [
    { title: t("ledger.recipient"), cell: (one) => <Recipient notification={one} /> },
    { title: t("ledger.what"), cell: (one) => <What notification={one} /> },
    { title: t("ledger.status"), cell: (one) => <State notification={one} /> },
    { title: t("ledger.times"), cell: (one) => <Times notification={one} /> },
  ];
  return <Listing label={t("ledger.title")} items={notifications} keyOf={({ id }) => id} columns={columns} />;
}

function Recipient({ notification: { recipient } }: { notification: Notification }) {
  const { t } = useTranslation("admin");
  const { t: tc } = useWords();
  if (recipient.full_name === null) return t("ledger.gone");
  return (
    <>
      <TextLink to="/admin/users/$userId" params={{ userId: recipient.id }} underline="hover">
        {recipient.full_name}
      </TextLink>
      {recipient.role && (
        <Text fz="sm" c="dimmed" fw={400}>
          {tc(`role.${recipient.role}`)}
        </Text>
      )}
    </>
  );
}

function What({ notification: { kind, appointment_id, starts_at, time_zone } }: { notification: Notification }) {
  const { t } = useTranslation("admin");
  return (
    <>
      <Text inherit>{t(`ledger.kinds.${kind as Kind}`, { defaultValue: kind })}</Text>
      {starts_at !== null && time_zone !== null && (
        <TextLink
          to="/appointments/$appointmentId"
          params={{ appointmentId: appointment_id }}
          fz="sm"
          underline="hover"
        >
          <VisitTime at={starts_at} zone={time_zone} />
        </TextLink>
      )}
    </>
  );
}

type Kind = "booked" | "rescheduled" | "cancelled" | "reminder";

function State({ notification }: { notification: Notification }) {
  const { t } = useTranslation("admin");
  const { status, attempts, detail } = notification;
  return (
    <div className={classes.state}>
      <span className={classes.line}>
        <Badge variant="light" color={COLOURS[status]} size="lg" tt="none">
          {t(`ledger.statuses.${status}`)}
        </Badge>
        {(attempts > 1 || status === "failed") && (
          <Text span fz="sm" c="dimmed">
            {t("ledger.attempts", { count: attempts })}
          </Text>
        )}
      </span>
      {detail && (
        <Text fz="sm" c="dimmed" lang="en">
          {detail}
        </Text>
      )}
      <Retry notification={notification} />
    </div>
  );
}

function Times({ notification: { created_at, updated_at } }: { notification: Notification }) {
  const { t } = useTranslation("admin");
  const { locale } = useWords();
  return (
    <Text fz="sm" className={classes.times}>
      <span>{shortMoment(created_at, ownZone(), locale)}</span>
      {updated_at !== created_at && (
        <span>{t("ledger.changed", { when: shortMoment(updated_at, ownZone(), locale) })}</span>
      )}
    </Text>
  );
}
