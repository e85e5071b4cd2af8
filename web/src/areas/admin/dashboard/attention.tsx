/** What somebody should look at now. */
import { Skeleton, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { BellRing, CalendarClock, Check } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { failuresQuery } from "@/api/admin";
import { allAppointmentsQuery } from "@/api/appointments";
import { TextLink } from "@/components/links";
import { Loaded } from "@/components/states";
import { useWords } from "@/i18n/use-words";
import type { Day } from "@/time/instants";
import { spokenCount } from "../figures";
import classes from "./attention.module.css";

export function Attention({ today }: { today: Day }) {
  const { t } = useTranslation("admin");
  const id = useId();
  const failures = useQuery(failuresQuery);
  const unconfirmed = useQuery(allAppointmentsQuery({ status: ["booked"], from: today, to: today }));
  return (
    <section aria-labelledby={id} className={classes.attention}>
      <Title order={2} fz="xl" id={id} className={classes.title}>
        {t("attention.title")}
      </Title>
      <Loaded query={failures} skeleton={<Skeleton height={76} radius="lg" />}>
        {({ count, isMore }) => (
          <Matter icon={<BellRing />} count={count} isMore={isMore} none={t("attention.noFailures")}>
            <TextLink to="/admin/notifications" search={{ status: "failed" }}>
              {t("attention.failures", { count })}
            </TextLink>
          </Matter>
        )}
      </Loaded>
      <Loaded query={unconfirmed} skeleton={<Skeleton height={76} radius="lg" />}>
        {({ length: count }) => (
          <Matter icon={<CalendarClock />} count={count} none={t("attention.allConfirmed")}>
            <TextLink to="/admin/appointments" search={{ when: "today", status: "booked" }}>
              {t("attention.unconfirmed", { count })}
            </TextLink>
          </Matter>
        )}
      </Loaded>
    </section>
  );
}

interface MatterProps {
  icon: ReactNode;
  count: number;
  isMore?: boolean;
  /** What is said when there is nothing to do. */
  none: string;
  children: ReactNode;
}

function Matter({ icon, count, isMore = false, none, children }: MatterProps) {
  const { locale } = useWords();
  const isDone = count === 0;
  return (
    <div className={classes.matter} data-done={isDone}>
      <span className={classes.icon} aria-hidden="true">
        {isDone ? <Check /> : icon}
      </span>
      {isDone ? (
        <Text>{none}</Text>
      ) : (
        <>
          <strong className={classes.count}>
            {spokenCount(count, locale)}
            {isMore && "+"}
          </strong>
          <Text>{children}</Text>
        </>
      )}
    </div>
  );
}
