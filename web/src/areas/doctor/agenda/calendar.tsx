/** Days side by side, hours from top to bottom. */
import { type CSSProperties, type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useWords } from "@/i18n/use-words";
import type { Span } from "@/time/clock";
import { spokenHour } from "../spoken-clock";
import classes from "./calendar.module.css";
import { type DayPlan, hoursOf } from "./day-plan";

// What is looked for first should not stand at the very edge.
const ABOVE_PIXELS = 72;

interface CalendarProps {
  plans: readonly DayPlan[];
  hourPixels: number;
  /** The minute to be seen first; null where it does not matter. */
  anchor: number | null;
  children: (plan: DayPlan, hours: Span) => ReactNode;
}

export function Calendar({ plans, hourPixels, anchor, children }: CalendarProps) {
  const { t } = useTranslation("doctor");
  const hours = hoursOf(plans);
  const days = plans.map(({ day }) => day).join();
  const region = useScrolledTo(days, anchor === null ? 0 : ((anchor - hours.from) * hourPixels) / 60 - ABOVE_PIXELS);
  const style = {
    "--days": plans.length,
    "--from": hours.from,
    "--minutes": hours.to - hours.from,
    "--hour": `${hourPixels}px`,
  } as CSSProperties;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keyboard too
    <section ref={region} className={classes.region} aria-label={t("agenda.calendar")} tabIndex={0}>
      <div className={classes.grid} style={style}>
        <Hours hours={hours} />
        {plans.map((plan) => children(plan, hours))}
      </div>
    </section>
  );
}

function Hours({ hours }: { hours: Span }) {
  const { locale } = useWords();
  const count = (hours.to - hours.from) / 60;
  return (
    <div className={classes.hours} aria-hidden="true">
      <div className={classes.corner} />
      {Array.from({ length: count }, (_, index) => {
        const minutes = hours.from + index * 60;
        return (
          <span key={minutes} className={classes.hour} style={{ "--at": minutes } as CSSProperties}>
            {spokenHour(minutes, locale)}
          </span>
        );
      })}
    </div>
  );
}

/** Scroll to where there is something, whenever other days are shown. */
function useScrolledTo(days: string, pixels: number) {
  const region = useRef<HTMLElement>(null);
  const latest = useRef(pixels);
  latest.current = pixels;
  // biome-ignore lint/correctness/useExhaustiveDependencies: other days are what makes it scroll
  useEffect(() => {
    region.current?.scrollTo({ top: Math.max(0, latest.current) });
  }, [days]);
  return region;
}
