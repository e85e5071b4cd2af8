/** What somebody was told of their appointments, and what is still to reach them. */
import { Badge, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { BellRing, CalendarCheck, CalendarClock, CalendarX2, ChevronRight, Mail, Mails } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type OwnNotification, ownNotificationsQuery } from "@/api/notifications";
import { Page } from "@/components/page";
import { Paged } from "@/components/paged";
import { Empty, Lines } from "@/components/states";
import type account from "@/i18n/en/account";
import { useWords } from "@/i18n/use-words";
import { useMe } from "@/session/hooks";
import { ownZone } from "@/time/instants";
import { cityOf, shortDate, spokenTime } from "@/time/spoken";
import classes from "./messages-page.module.css";

export function MessagesPage() {
  const { t } = useTranslation("account");
  return (
    <Page title={t("messages.title")} lead={t("messages.lead")}>
      <List />
    </Page>
  );
}

function List() {
  const { t } = useTranslation("account");
  return (
    <Paged
      query={useInfiniteQuery(ownNotificationsQuery)}
      skeleton={<Lines count={5} height={76} />}
      empty={
        <Empty icon={<Mails />} title={t("messages.none")}>
          {t("messages.noneHint")}
        </Empty>
      }
    >
      {(told) => (
        <ul className={classes.list}>
          {told.map((one) => (
            <li key={one.id}>
              <Message told={one} />
            </li>
          ))}
        </ul>
      )}
    </Paged>
  );
}

type Kind = keyof typeof account.messages.kinds;

const ICONS: Record<Kind, ReactNode> = {
  booked: <CalendarCheck size={20} />,
  rescheduled: <CalendarClock size={20} />,
  cancelled: <CalendarX2 size={20} />,
  reminder: <BellRing size={20} />,
};
const COLOURS: Record<OwnNotification["status"], string> = { sent: "teal", failed: "orange", skipped: "gray" };

function Message({ told }: { told: OwnNotification }) {
  const { t } = useTranslation("account");
  const { t: tc, locale } = useWords();
  const isDoctor = useMe()?.role === "doctor";
  const on = (instant: string, zone: string) =>
    `${shortDate(instant, zone, locale)}, ${spokenTime(instant, zone, locale)}`;
  // A kind that is newer than this page is shown by its name.
  const kind = told.kind as Kind;
  return (
    <Link to="/appointments/$appointmentId" params={{ appointmentId: told.appointment_id }} className={classes.message}>
      <span aria-hidden="true" className={classes.icon}>
        {ICONS[kind] ?? <Mail size={20} />}
      </span>
      <div className={classes.what}>
        <Text fw={650}>{t(`messages.kinds.${kind}`, { defaultValue: told.kind })}</Text>
        <Text fz="sm" c="dimmed">
          {isDoctor ? told.patient_name : told.doctor_name},{" "}
          {t("messages.visit", {
            when: on(told.starts_at, told.time_zone),
            zone: tc("zone.short", { city: cityOf(told.time_zone) }),
          })}
        </Text>
      </div>
      <div className={classes.status}>
        <Badge variant="light" color={COLOURS[told.status]} size="lg" tt="none">
          {t(`messages.status.${told.status}`)}
        </Badge>
        <Text fz="xs" c="dimmed">
          {on(told.created_at, ownZone())}
        </Text>
      </div>
      <ChevronRight size={20} aria-hidden="true" className={classes.arrow} />
    </Link>
  );
}
