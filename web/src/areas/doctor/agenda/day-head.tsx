import { Text, Title, VisuallyHidden } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useWords } from "@/i18n/use-words";
import { spokenDay } from "@/time/spoken";
import { spokenClock } from "../spoken-clock";
import type { Closing } from "./closing";
import classes from "./day-head.module.css";
import { DayMenu } from "./day-menu";
import type { DayPlan } from "./day-plan";

export interface DayHeadProps {
  plan: DayPlan;
  isToday: boolean;
  /** Whether the day is shown alone. */
  isAlone: boolean;
  /** What can be closed of it. */
  closings: readonly Closing[];
  onClose: (closing: Closing) => void;
}

/** Which day it is, how much there is on it, and what can be done with it. */
export function DayHead({ plan, isToday, isAlone, closings, onClose }: DayHeadProps) {
  const { t } = useTranslation("doctor");
  const { locale } = useWords();
  const { day, open, visits } = plan;
  const count = visits.filter(({ item }) => item.status !== "cancelled").length;
  const hours = open.map(({ from, to }) => `${spokenClock(from, locale)}–${spokenClock(to, locale)}`).join(", ");
  return (
    <header className={classes.head} data-alone={isAlone || undefined}>
      <Title order={2} className={classes.title}>
        {isAlone ? spokenDay(day, locale) : <ToDay plan={plan} isToday={isToday} />}
      </Title>
      <Text className={classes.count}>{t("agenda.visits", { count })}</Text>
      <Text className={classes.open}>
        {open.length > 0 ? (
          <>
            <VisuallyHidden>{t("agenda.open")}</VisuallyHidden> {hours}
          </>
        ) : (
          t("agenda.closed")
        )}
      </Text>
      <div className={classes.menu}>
        <DayMenu day={day} closings={closings} isAlone={isAlone} onClose={onClose} />
      </div>
    </header>
  );
}

function ToDay({ plan: { day }, isToday }: Pick<DayHeadProps, "plan" | "isToday">) {
  const { locale } = useWords();
  return (
    <Link
      to="/agenda"
      search={(before) => ({ ...before, view: "day", day })}
      className={classes.toDay}
      aria-current={isToday ? "date" : undefined}
    >
      <span className={classes.weekday}>{spokenDay(day, locale, { weekday: "short" })}</span>
      <span className={classes.number} data-today={isToday || undefined}>
        {spokenDay(day, locale, { day: "numeric" })}
      </span>
      <VisuallyHidden>{spokenDay(day, locale, { month: "long" })}</VisuallyHidden>
    </Link>
  );
}
