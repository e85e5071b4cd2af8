import { VisuallyHidden } from "@mantine/core";
import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import type { Appointment } from "@/api/appointments";
import { useWords } from "@/i18n/use-words";
import { restOf, type Span } from "@/time/clock";
import { spokenDay, spokenTime } from "@/time/spoken";
import { Away, type Room } from "./away";
import classes from "./day-column.module.css";
import { DayHead, type DayHeadProps } from "./day-head";
import type { DayPlan } from "./day-plan";
import { inOrder } from "./entries";
import type { Placed } from "./lanes";
import { VisitButton } from "./visit-button";

export interface DayProps extends Omit<DayHeadProps, "isToday"> {
  zone: string;
  /** The minute on the wall if this is today, else null. */
  now: number | null;
  onVisit: (visit: Appointment) => void;
}

interface DayColumnProps extends DayProps {
  hours: Span;
  hourPixels: number;
}

/** One day as a column: its head, and below what happens on it, as high as the time it takes. */
export function DayColumn({ hours, hourPixels, onVisit, zone, now, ...head }: DayColumnProps) {
  const { t } = useTranslation("doctor");
  const { locale } = useWords();
  const { plan } = head;
  return (
    <section className={classes.day} aria-label={spokenDay(plan.day, locale)}>
      <div className={classes.head}>
        <DayHead {...head} isToday={now !== null} />
      </div>
      <div className={classes.body}>
        <Shades plan={plan} hours={hours} />
        {plan.visits.length === 0 && <VisuallyHidden>{t("agenda.noVisits")}</VisuallyHidden>}
        <ul className={classes.entries}>
          {inOrder(plan).map(({ kind, block }) =>
            kind === "visit" ? (
              <li key={block.item.id} className={classes.visit} style={laneOf(block)}>
                <VisitButton
                  visit={block.item}
                  zone={zone}
                  isTwice={isTwice(plan, block.span)}
                  pixels={((block.span.to - block.span.from) / 60) * hourPixels}
                  onOpen={() => onVisit(block.item)}
                />
              </li>
            ) : (
              <li key={block.item.id} className={classes.away} style={placeOf(clipped(block.span, hours))}>
                <Away timeOff={block.item} zone={zone} room={roomIn(clipped(block.span, hours), plan, hourPixels)} />
              </li>
            ),
          )}
        </ul>
        {now !== null && now >= hours.from && now < hours.to && <NowLine minute={now} zone={zone} />}
      </div>
    </section>
  );
}

/** Closed hours: told in words in the head. */
function Shades({ plan, hours }: { plan: DayPlan; hours: Span }) {
  return (
    <div aria-hidden="true">
      {plan.closed.map((span) => (
        <div key={span.from} className={classes.closed} style={placeOf(clipped(span, hours))} />
      ))}
    </div>
  );
}

function NowLine({ minute, zone }: { minute: number; zone: string }) {
  const { t } = useTranslation("doctor");
  const { locale } = useWords();
  return (
    <div className={classes.now} style={placeOf({ from: minute, to: minute })} data-now>
      <VisuallyHidden>{t("agenda.now", { time: spokenTime(new Date(), zone, locale) })}</VisuallyHidden>
    </div>
  );
}

/** Tell whether the wall shows these minutes twice on this day. */
export function isTwice({ change }: DayPlan, { from, to }: Span): boolean {
  return change?.kind === "repeated" && from < change.span.to && change.span.from < to;
}

function placeOf({ from, to }: Span): CSSProperties {
  return { "--at": from, "--long": Math.max(0, to - from) } as CSSProperties;
}

function laneOf({ span, lane, lanes }: Placed<unknown>): CSSProperties {
  return { ...placeOf(span), "--lane": lane, "--lanes": lanes } as CSSProperties;
}

/** Where time off can be written: the largest part of it that no visit covers. */
function roomIn(span: Span, { visits }: DayPlan, hourPixels: number): Room {
  const taken = visits.map((visit) => visit.span);
  const [largest] = restOf(taken, span).sort((one, other) => other.to - other.from - (one.to - one.from));
  const { from, to } = largest ?? { from: span.from, to: span.from };
  return { top: ((from - span.from) * hourPixels) / 60, pixels: ((to - from) * hourPixels) / 60 };
}

function clipped({ from, to }: Span, hours: Span): Span {
  return { from: Math.max(from, hours.from), to: Math.min(to, hours.to) };
}
