/** Seven days of a doctor's free times, from today on: columns on a wide screen, a day at a time on a phone. */
import { ActionIcon, Button, Group, Skeleton, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { CalendarSearch, ChevronLeft, ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Slot, slotsQuery } from "@/api/doctors";
import { Loaded } from "@/components/states";
import { ZoneNote } from "@/components/zone-note";
import { useWords } from "@/i18n/use-words";
import { addDays, type Day, dayOf, daysBetween, daysFrom, laterOf, today } from "@/time/instants";
import { shortDate, spokenDay, spokenDays, spokenMoment, spokenTime } from "@/time/spoken";
import classes from "./week-of-slots.module.css";

// What the API tells at once.
const MOST_DAYS = 62;
const WIDE = "(min-width: 62em)";

export interface WeekOfSlotsProps {
  doctorId: string;
  zone: string;
  visitType: string | undefined;
  /** An appointment that is to move, in whose way it is not itself. */
  moving?: string | undefined;
  /** How far ahead the doctor's times are open. */
  horizonDays: number;
  /** One of the days that are shown. */
  day: Day | undefined;
  onDay: (day: Day) => void;
  /** A time as what leads on: a link to book it, a button to move to it. */
  renderSlot: (slot: Slot, label: string, text: string) => ReactNode;
}

export function WeekOfSlots(props: WeekOfSlotsProps) {
  const { doctorId, zone, visitType, moving, horizonDays, day, onDay } = props;
  const { t } = useTranslation("public");
  const { locale } = useWords();
  const isWide = useMediaQuery(WIDE, true, { getInitialValueInEffect: false });
  const now = today(zone);
  const first = addDays(now, Math.floor(daysBetween(now, laterOf(day ?? now, now)) / 7) * 7);
  const last = addDays(first, 6);
  const query = useQuery(slotsQuery({ doctorId, visitType, moving, from: first, to: last }));
  const isFirst = first === now;
  const isLast = last >= addDays(now, horizonDays);
  return (
    <div className={classes.calendar}>
      <Group justify="space-between" wrap="nowrap">
        <ActionIcon
          variant="default"
          size={44}
          radius="xl"
          disabled={isFirst}
          aria-label={t("doctor.previousWeek")}
          onClick={() => onDay(addDays(first, -7))}
        >
          <ChevronLeft aria-hidden="true" />
        </ActionIcon>
        <Text fw={650} ta="center" aria-live="polite">
          {spokenDays(first, last, locale)}
        </Text>
        <ActionIcon
          variant="default"
          size={44}
          radius="xl"
          disabled={isLast}
          aria-label={t("doctor.nextWeek")}
          onClick={() => onDay(addDays(first, 7))}
        >
          <ChevronRight aria-hidden="true" />
        </ActionIcon>
      </Group>
      <Loaded query={query} skeleton={<Skeleton height={isWide ? 360 : 260} radius="lg" />}>
        {({ items }) => {
          const days = daysFrom(first, 7).map((date) => ({
            date,
            slots: items.filter((slot) => dayOf(slot.starts_at, zone) === date),
          }));
          if (items.length === 0) return <NextAfter {...props} after={last} />;
          return isWide ? <Columns {...props} days={days} /> : <Strip {...props} days={days} />;
        }}
      </Loaded>
      <ZoneNote zone={zone} {...(query.data?.items[0] ? { at: query.data.items[0].starts_at } : {})} />
    </div>
  );
}

interface DaysProps extends WeekOfSlotsProps {
  days: { date: Day; slots: readonly Slot[] }[];
}

// As many as a screen shows without scrolling.
const FIRST_ROWS = 8;

function Columns({ days, zone, renderSlot }: DaysProps) {
  const { t } = useTranslation("public");
  const { t: tc, locale } = useWords();
  const [showsAll, setShowsAll] = useState(false);
  const longest = Math.max(...days.map((day) => day.slots.length));
  const rows = showsAll ? longest : FIRST_ROWS;
  return (
    <>
      <div className={classes.columns}>
        {days.map(({ date, slots }) => (
          <section key={date} className={classes.column} aria-label={spokenDay(date, locale)}>
            <div className={classes.columnHead} aria-hidden="true">
              <span>{spokenDay(date, locale, { weekday: "short" })}</span>
              <strong>{spokenDay(date, locale, { day: "numeric", month: "short" })}</strong>
            </div>
            {slots.length === 0 ? (
              <Text c="dimmed" ta="center" fz="sm">
                {t("doctor.noSlots")}
              </Text>
            ) : (
              <SlotList slots={slots.slice(0, rows)} zone={zone} renderSlot={renderSlot} />
            )}
          </section>
        ))}
      </div>
      {longest > FIRST_ROWS && !showsAll && (
        <Button variant="subtle" onClick={() => setShowsAll(true)}>
          {tc("state.more")}
        </Button>
      )}
    </>
  );
}

function Strip({ days, zone, day, onDay, renderSlot }: DaysProps) {
  const { t } = useTranslation("public");
  const { locale } = useWords();
  const first = days.find((one) => one.slots.length > 0)?.date;
  const shown = days.find((one) => one.date === day && one.slots.length > 0)?.date ?? first;
  return (
    <>
      <fieldset className={classes.strip} aria-label={t("doctor.pickDay")}>
        {days.map(({ date, slots }) => (
          <UnstyledButton
            key={date}
            className={classes.day}
            aria-pressed={date === shown}
            disabled={slots.length === 0}
            onClick={() => onDay(date)}
          >
            <span>{spokenDay(date, locale, { weekday: "short" })}</span>
            <strong>{spokenDay(date, locale, { day: "numeric" })}</strong>
            <VisuallyHidden>{spokenDay(date, locale, { month: "long" })}</VisuallyHidden>
          </UnstyledButton>
        ))}
      </fieldset>
      {shown && (
        <section aria-label={spokenDay(shown, locale)}>
          <Text fw={650} mb="xs">
            {spokenDay(shown, locale)}
          </Text>
          <SlotList slots={days.find((one) => one.date === shown)?.slots ?? []} zone={zone} renderSlot={renderSlot} />
        </section>
      )}
    </>
  );
}

function SlotList({
  slots,
  zone,
  renderSlot,
}: { slots: readonly Slot[] } & Pick<WeekOfSlotsProps, "zone" | "renderSlot">) {
  const { t } = useTranslation("public");
  const { locale } = useWords();
  return (
    <ul className={classes.slots}>
      {slots.map((slot) => (
        <li key={slot.starts_at}>
          {renderSlot(
            slot,
            t("doctor.book", { when: spokenMoment(slot.starts_at, zone, locale) }),
            spokenTime(slot.starts_at, zone, locale),
          )}
        </li>
      ))}
    </ul>
  );
}

/** An empty week: where the next free time is. */
function NextAfter({
  doctorId,
  visitType,
  moving,
  zone,
  horizonDays,
  onDay,
  after,
}: WeekOfSlotsProps & { after: Day }) {
  const { t } = useTranslation("public");
  const { locale } = useWords();
  const from = addDays(after, 1);
  const query = useQuery(slotsQuery({ doctorId, visitType, moving, from, to: addDays(from, MOST_DAYS - 1) }));
  return (
    <div className={classes.empty}>
      <CalendarSearch aria-hidden="true" />
      <Text fw={650}>{t("doctor.noneThisWeek")}</Text>
      <Loaded query={query} skeleton={<Skeleton height={44} width={260} radius="md" />}>
        {({ items: [next] }) =>
          next ? (
            <Button variant="light" onClick={() => onDay(dayOf(next.starts_at, zone))}>
              {t("doctor.jump", {
                when: `${shortDate(next.starts_at, zone, locale)}, ${spokenTime(next.starts_at, zone, locale)}`,
              })}
            </Button>
          ) : (
            <Text c="dimmed">{t("doctor.noneAtAll", { days: Math.min(horizonDays, MOST_DAYS) })}</Text>
          )
        }
      </Loaded>
    </div>
  );
}
