import { ActionIcon, Button, SegmentedControl, Switch, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import "@mantine/core/styles/FloatingIndicator.layer.css";
import "@mantine/core/styles/SegmentedControl.layer.css";
import "@mantine/core/styles/InlineInput.layer.css";
import "@mantine/core/styles/Switch.layer.css";
import { CalendarSearch, ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useWords } from "@/i18n/use-words";
import { addDays, type Day, daysFrom, mondayOf } from "@/time/instants";
import { spokenDay, spokenDays } from "@/time/spoken";
import { DayPopover } from "../day-popover";
import classes from "./toolbar.module.css";

export type View = "day" | "week";

interface ToolbarProps {
  view: View;
  day: Day;
  today: Day;
  showsCancelled: boolean;
  onDay: (day: Day) => void;
  onToday: () => void;
  onView: (view: View) => void;
  onCancelled: (shows: boolean) => void;
}

/** Which days are shown, and how. */
export function Toolbar(props: ToolbarProps) {
  const { view, day, showsCancelled, onView, onCancelled } = props;
  const { t } = useTranslation("doctor");
  return (
    <div className={classes.bar}>
      <Turning {...props} />
      <div className={classes.options}>
        <Switch
          label={t("agenda.showCancelled")}
          checked={showsCancelled}
          onChange={(event) => onCancelled(event.currentTarget.checked)}
        />
        <SegmentedControl
          aria-label={t("agenda.view")}
          data={[
            { value: "day", label: t("agenda.day") },
            { value: "week", label: t("agenda.week") },
          ]}
          value={view}
          onChange={(chosen) => onView(chosen === "week" ? "week" : "day")}
        />
      </div>
      {view === "day" && <Strip {...props} day={day} />}
    </div>
  );
}

function Turning({ view, day, onDay, onToday }: ToolbarProps) {
  const { t } = useTranslation("doctor");
  const { locale } = useWords();
  const monday = mondayOf(day);
  const [step, previous, next] =
    view === "day"
      ? [1, t("agenda.previousDay"), t("agenda.nextDay")]
      : [7, t("agenda.previousWeek"), t("agenda.nextWeek")];
  const shown =
    view === "day"
      ? spokenDay(day, locale, { day: "numeric", month: "short", year: "numeric" })
      : spokenDays(monday, addDays(monday, 6), locale);
  return (
    <div className={classes.turning}>
      <Button variant="default" size="sm" onClick={onToday}>
        {t("agenda.today")}
      </Button>
      <Turn label={previous} icon={ChevronLeft} onClick={() => onDay(addDays(day, -step))} />
      <Turn label={next} icon={ChevronRight} onClick={() => onDay(addDays(day, step))} />
      <Text fw={650} aria-live="polite" className={classes.shown}>
        {shown}
      </Text>
      <DayPopover
        label={t("agenda.goTo")}
        value={day}
        onPick={onDay}
        renderTarget={(toggle) => <Turn label={t("agenda.goTo")} icon={CalendarSearch} onClick={toggle} />}
      />
    </div>
  );
}

interface TurnProps {
  label: string;
  icon: typeof ChevronLeft;
  onClick: () => void;
}

function Turn({ label, icon: Icon, ...rest }: TurnProps) {
  return (
    <ActionIcon variant="default" size={44} radius="xl" aria-label={label} title={label} {...rest}>
      <Icon size={20} aria-hidden="true" />
    </ActionIcon>
  );
}

/** The week's days, to go from one to another with a finger. */
function Strip({ day, today, onDay }: ToolbarProps) {
  const { t } = useTranslation("doctor");
  const { locale } = useWords();
  return (
    <fieldset className={classes.strip} aria-label={t("agenda.days")}>
      {daysFrom(mondayOf(day), 7).map((date) => (
        <UnstyledButton
          key={date}
          className={classes.day}
          aria-pressed={date === day}
          aria-current={date === today ? "date" : undefined}
          onClick={() => onDay(date)}
        >
          <span>{spokenDay(date, locale, { weekday: "short" })}</span>
          <strong>{spokenDay(date, locale, { day: "numeric" })}</strong>
          <VisuallyHidden>{spokenDay(date, locale, { month: "long" })}</VisuallyHidden>
        </UnstyledButton>
      ))}
    </fieldset>
  );
}
