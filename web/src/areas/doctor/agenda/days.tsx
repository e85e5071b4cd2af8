import { Alert, Stack } from "@mantine/core";
import { Clock } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Appointment } from "@/api/appointments";
import { isOpen } from "@/components/visit-rules";
import { useWords } from "@/i18n/use-words";
import { clockOf, type Span } from "@/time/clock";
import { type Day, dayOf, minuteOfDay } from "@/time/instants";
import { spokenDay } from "@/time/spoken";
import { instantOf } from "@/time/wall";
import type { Period } from "../period";
import { spokenClock } from "../spoken-clock";
import { Calendar } from "./calendar";
import { type Closing, closingsOf } from "./closing";
import { DayColumn, type DayProps } from "./day-column";
import { DayList } from "./day-list";
import { type DayPlan, type Diary, planOf } from "./day-plan";
import { hourPixels } from "./scale";

// Comes after the calendar.
const CloseDialog = lazy(() => import("./close-dialog"));

interface DaysProps {
  doctorId: string;
  days: readonly Day[];
  diary: Diary;
  now: Date;
  /** As lists, one below the other, where there is no room for a grid. */
  isList: boolean;
  onVisit: (visit: Appointment) => void;
}

/** The days of a calendar, with what can be closed of each. */
export function Days({ doctorId, days, diary, now, isList, onVisit }: DaysProps) {
  const zone = diary.published.time_zone;
  const [closing, setClosing] = useState<Period | null>(null);
  const pixels = hourPixels(Math.min(...diary.published.visit_types.map(({ minutes }) => minutes)));
  const plans = days.map((day) => planOf(day, diary, pixels));
  const today = dayOf(now, zone);
  const minute = minuteOfDay(now, zone);
  const propsOf = (plan: DayPlan): DayProps => ({
    plan,
    zone,
    now: plan.day === today ? minute : null,
    isAlone: days.length === 1,
    closings: closingsAt(plan, today, minute),
    onVisit,
    onClose: ({ span }) => setClosing(onTheWall(plan.day, span, zone)),
  });
  return (
    <Stack gap="md">
      <ClockChanges plans={plans} />
      {isList ? (
        plans.map((plan) => <DayList key={plan.day} {...propsOf(plan)} />)
      ) : (
        <Calendar plans={plans} hourPixels={pixels} anchor={days.includes(today) ? minute : firstOf(plans)}>
          {(plan, hours) => <DayColumn key={plan.day} hours={hours} hourPixels={pixels} {...propsOf(plan)} />}
        </Calendar>
      )}
      <Suspense>
        <CloseDialog doctorId={doctorId} zone={zone} period={closing} onClose={() => setClosing(null)} />
      </Suspense>
    </Stack>
  );
}

/** What can be closed: of a day that has passed nothing, of today what is left after the visit that is under way. */
function closingsAt({ day, open, visits }: DayPlan, today: Day, minute: number): Closing[] {
  if (day < today) return [];
  if (day > today) return closingsOf(open, null);
  const running = visits.filter(({ item, span }) => isOpen(item) && span.from <= minute && minute < span.to);
  return closingsOf(open, Math.max(minute, ...running.map(({ span }) => span.to)));
}

function onTheWall(day: Day, span: Span, zone: string): Period {
  return {
    starts_at: instantOf(day, clockOf(span.from), zone),
    ends_at: instantOf(day, clockOf(span.to), zone),
  };
}

/** The first visit of any of the days, else when the first of them opens. */
function firstOf(plans: readonly DayPlan[]): number | null {
  const visits = plans.flatMap((plan) => plan.visits.map(({ span }) => span.from));
  const opens = plans.flatMap((plan) => plan.open.map(({ from }) => from));
  const [first] = [visits, opens].filter((minutes) => minutes.length > 0);
  return first ? Math.min(...first) : null;
}

/** A day that is not 24 hours long is worth a word. */
function ClockChanges({ plans }: { plans: readonly DayPlan[] }) {
  const { t } = useTranslation("doctor");
  const { locale } = useWords();
  return plans.map(({ day, change }) =>
    change === null ? null : (
      <Alert key={day} variant="light" icon={<Clock aria-hidden="true" />}>
        {t(`agenda.${change.kind}`, {
          day: spokenDay(day, locale),
          from: spokenClock(change.span.from, locale),
          to: spokenClock(change.span.to, locale),
        })}
      </Alert>
    ),
  );
}
