import { Button, Menu, Text } from "@mantine/core";
import "@mantine/core/styles/Menu.layer.css";
import "@mantine/core/styles/Popover.layer.css";
import { Copy, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useWords } from "@/i18n/use-words";
import { addDays } from "@/time/instants";
import { spokenDay } from "@/time/spoken";
import { spokenClock } from "../spoken-clock";
import type { DraftWeekly } from "./draft";
import type { FaultAt } from "./faults";
import classes from "./hours.module.css";
import { Section } from "./section";
import { WindowRow } from "./window-row";
import { copied, nextWindow } from "./windows";

const WEEK = [1, 2, 3, 4, 5, 6, 7];
const WORKDAYS = WEEK.slice(0, 5);
// Any Monday names the days.
const A_SUNDAY = "2023-12-31";

interface WeeklyHoursProps {
  weekly: DraftWeekly[];
  faultAt: FaultAt;
  onChange: (weekly: DraftWeekly[]) => void;
}

/** What is opened every week, by weekday. */
export function WeeklyHours(props: WeeklyHoursProps) {
  const { t } = useTranslation("doctor");
  const { locale } = useWords();
  const name = useWeekdayName();
  return (
    <Section
      title={t("hours.weekly")}
      hint={t("hours.weeklyHint", { midnight: spokenClock(0, locale) })}
      fault={props.faultAt("/weekly")}
    >
      <ul className={classes.week}>
        {WEEK.map((weekday) => (
          <li key={weekday} className={classes.day}>
            <Text fw={650} className={classes.dayName}>
              {name(weekday)}
            </Text>
            <Weekday {...props} weekday={weekday} day={name(weekday)} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Weekday({ weekly, faultAt, onChange, weekday, day }: WeeklyHoursProps & { weekday: number; day: string }) {
  const { t } = useTranslation("doctor");
  // Refusals point into the whole week, so each window keeps its place there.
  const own = weekly.map((window, place) => ({ window, place })).filter(({ window }) => window.weekday === weekday);
  return (
    <>
      <div className={classes.windows}>
        {own.length === 0 && <Text c="dimmed">{t("hours.closed")}</Text>}
        {own.map(({ window, place }, index) => (
          <WindowRow
            key={window.key}
            day={day}
            number={index + 1}
            window={window}
            pointer={`/weekly/${place}`}
            faultAt={faultAt}
            onChange={(changed) => onChange(weekly.with(place, { ...changed, weekday }))}
            onRemove={() => onChange(weekly.toSpliced(place, 1))}
          />
        ))}
      </div>
      <div className={classes.dayActions}>
        <Button
          size="sm"
          variant="subtle"
          leftSection={<Plus size={16} aria-hidden="true" />}
          aria-label={t("hours.addHoursTo", { day })}
          onClick={() => onChange([...weekly, { ...nextWindow(own.map(({ window }) => window)), weekday }])}
        >
          {t("hours.addHours")}
        </Button>
        <CopyMenu day={day} weekday={weekday} onCopy={(to) => onChange(copied(weekly, weekday, to))} />
      </div>
    </>
  );
}

interface CopyMenuProps {
  day: string;
  weekday: number;
  onCopy: (to: readonly number[]) => void;
}

function CopyMenu({ day, weekday, onCopy }: CopyMenuProps) {
  const { t } = useTranslation("doctor");
  const name = useWeekdayName();
  return (
    <Menu position="bottom-end" radius="lg" shadow="md">
      <Menu.Target>
        <Button
          size="sm"
          variant="subtle"
          color="gray"
          className={classes.copy}
          leftSection={<Copy size={16} aria-hidden="true" />}
          aria-label={t("hours.copyOf", { day })}
        >
          <span className={classes.copyLabel}>{t("hours.copy")}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("hours.copyTo")}</Menu.Label>
        <Menu.Item onClick={() => onCopy(WORKDAYS)}>{t("hours.copyWork")}</Menu.Item>
        <Menu.Item onClick={() => onCopy(WEEK)}>{t("hours.copyAll")}</Menu.Item>
        <Menu.Divider />
        {WEEK.filter((other) => other !== weekday).map((other) => (
          <Menu.Item key={other} onClick={() => onCopy([other])}>
            {name(other)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function useWeekdayName(): (weekday: number) => string {
  const { locale } = useWords();
  return (weekday) => spokenDay(addDays(A_SUNDAY, weekday), locale, { weekday: "long" });
}
