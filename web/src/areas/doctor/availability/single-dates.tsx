import { ActionIcon, Button, Input, SegmentedControl, Text } from "@mantine/core";
import "@mantine/core/styles/FloatingIndicator.layer.css";
import "@mantine/core/styles/SegmentedControl.layer.css";
import { CalendarPlus, Plus, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useWords } from "@/i18n/use-words";
import { type Day, weekday } from "@/time/instants";
import { spokenDay } from "@/time/spoken";
import { DayPopover } from "../day-popover";
import { type Draft, type DraftOverride, newRow } from "./draft";
import type { FaultAt } from "./faults";
import classes from "./hours.module.css";
import { Section } from "./section";
import { WindowRow } from "./window-row";
import { nextWindow } from "./windows";

interface SingleDatesProps {
  draft: Pick<Draft, "overrides" | "weekly">;
  /** The clinic's day. */
  now: Day;
  faultAt: FaultAt;
  onChange: (overrides: DraftOverride[]) => void;
}

/** Dates with hours of their own, or closed. Those that have passed are kept and not shown. */
export function SingleDates({ draft, now, faultAt, onChange }: SingleDatesProps) {
  const { t } = useTranslation("doctor");
  const { overrides } = draft;
  const coming = overrides
    .map((override, place) => ({ override, place }))
    .filter(({ override }) => override.date >= now);
  const passed = overrides.length - coming.length;
  return (
    <Section title={t("hours.dates")} hint={t("hours.datesHint")} fault={faultAt("/overrides")}>
      {coming.length === 0 && <Text c="dimmed">{t("hours.datesNone")}</Text>}
      <ul className={classes.week}>
        {coming.map(({ override, place }) => (
          <SingleDate
            key={override.date}
            override={override}
            pointer={`/overrides/${place}`}
            faultAt={faultAt}
            onChange={(changed) => onChange(overrides.with(place, changed))}
            onRemove={() => onChange(overrides.toSpliced(place, 1))}
          />
        ))}
      </ul>
      <AddDate taken={overrides.map(({ date }) => date)} now={now} onAdd={(date) => onChange(withDate(draft, date))} />
      {passed > 0 && (
        <Text c="dimmed" fz="sm" mt="sm">
          {t("hours.datesPast", { count: passed })}
        </Text>
      )}
    </Section>
  );
}

/** A date begins with the hours of its weekday: what differs is changed from there. By date, as they are published. */
function withDate({ overrides, weekly }: Pick<Draft, "overrides" | "weekly">, date: Day): DraftOverride[] {
  const windows = weekly
    .filter((window) => window.weekday === weekday(date))
    .map(({ start, end }) => ({ ...newRow(), start, end }));
  return [...overrides, { date, windows }].sort((one, other) => one.date.localeCompare(other.date));
}

interface SingleDateProps {
  override: DraftOverride;
  pointer: string;
  faultAt: FaultAt;
  onChange: (override: DraftOverride) => void;
  onRemove: () => void;
}

function SingleDate({ override, pointer, faultAt, onChange, onRemove }: SingleDateProps) {
  const { t } = useTranslation("doctor");
  const { locale } = useWords();
  const { date, windows } = override;
  const day = spokenDay(date, locale, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
  const fault = faultAt(`${pointer}/date`) ?? faultAt(pointer) ?? faultAt(`${pointer}/windows`);
  const change = (changed: DraftOverride["windows"]) => onChange({ date, windows: changed });
  return (
    <li className={classes.day}>
      <div className={classes.dateName}>
        <Text fw={650}>{day}</Text>
        {fault && <Input.Error size="sm">{fault}</Input.Error>}
      </div>
      <div className={classes.windows}>
        <SegmentedControl
          aria-label={t("hours.dateKind", { day })}
          size="sm"
          className={classes.kind}
          data={[
            { value: "closed", label: t("hours.dateClosed") },
            { value: "open", label: t("hours.dateOpen") },
          ]}
          value={windows.length === 0 ? "closed" : "open"}
          onChange={(kind) => change(kind === "closed" ? [] : [nextWindow([])])}
        />
        {windows.map((window, index) => (
          <WindowRow
            key={window.key}
            day={day}
            number={index + 1}
            window={window}
            pointer={`${pointer}/windows/${index}`}
            faultAt={faultAt}
            onChange={(changed) => change(windows.with(index, changed))}
            onRemove={() => change(windows.toSpliced(index, 1))}
          />
        ))}
      </div>
      <div className={classes.dayActions}>
        {windows.length > 0 && (
          <Button
            size="sm"
            variant="subtle"
            leftSection={<Plus size={16} aria-hidden="true" />}
            aria-label={t("hours.addHoursTo", { day })}
            onClick={() => change([...windows, nextWindow(windows)])}
          >
            {t("hours.addHours")}
          </Button>
        )}
        <ActionIcon
          size={44}
          variant="subtle"
          color="gray"
          aria-label={t("hours.removeDate", { day })}
          onClick={onRemove}
        >
          <Trash2 size={18} aria-hidden="true" />
        </ActionIcon>
      </div>
    </li>
  );
}

interface AddDateProps {
  taken: readonly Day[];
  now: Day;
  onAdd: (day: Day) => void;
}

function AddDate({ taken, now, onAdd }: AddDateProps) {
  const { t } = useTranslation("doctor");
  return (
    <DayPopover
      label={t("hours.addDateHint")}
      value={now}
      minDate={now}
      excludeDate={(day) => taken.includes(day)}
      onPick={onAdd}
      renderTarget={(toggle) => (
        <Button
          mt="md"
          className={classes.add}
          variant="light"
          size="sm"
          leftSection={<CalendarPlus size={18} aria-hidden="true" />}
          onClick={toggle}
        >
          {t("hours.addDate")}
        </Button>
      )}
    />
  );
}
