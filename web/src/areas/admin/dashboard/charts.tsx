import { useTranslation } from "react-i18next";
import type { Statistics } from "@/api/admin";
import { TextLink } from "@/components/links";
import { useWords } from "@/i18n/use-words";
import type { Day } from "@/time/instants";
import { spokenCount, spokenHours, spokenShare } from "../figures";
import classes from "./dashboard.module.css";
import { DayChart } from "./day-chart";
import { fullShare } from "./scale";
import { type Share, Shares } from "./shares";
import { lengthOf, stepsOf } from "./steps";

interface ChartsProps {
  statistics: Statistics;
  today: Day;
}

export function Charts({ statistics, today }: ChartsProps) {
  const { t } = useTranslation("admin");
  const steps = stepsOf(statistics.days);
  const length = lengthOf(steps);
  return (
    <div className={classes.charts}>
      <DayChart
        title={t(`chart.visits.${length}`)}
        steps={steps}
        today={today}
        series={[
          { name: "visits", label: t("figure.visits"), shape: "bars", tone: "teal" },
          { name: "bookings", label: t("figure.bookings"), shape: "line", tone: "indigo" },
        ]}
      />
      <DayChart
        title={t(`chart.lost.${length}`)}
        steps={steps}
        today={today}
        series={[
          { name: "cancelled", label: t("figure.cancelled"), shape: "bars", tone: "red" },
          { name: "no_show", label: t("figure.missed"), shape: "below", tone: "orange" },
        ]}
      />
      <Used statistics={statistics} />
      <LeadTimes statistics={statistics} />
    </div>
  );
}

type Counts = Pick<Statistics["specialties"][number], "booked_minutes" | "open_minutes" | "utilisation">;

function Used({ statistics: { doctors, specialties } }: { statistics: Statistics }) {
  const { t } = useTranslation("admin");
  const { locale } = useWords();
  const full = fullShare(Math.max(0, ...doctors.map(({ utilisation }) => utilisation ?? 0)));
  const lead = t("used.lead", { share: spokenShare(full, locale) });
  const shareOf = ({ booked_minutes, open_minutes, utilisation }: Counts): Omit<Share, "key" | "name"> => ({
    bar: utilisation === null ? null : utilisation / full,
    value: utilisation === null ? t("figure.unknown") : spokenShare(utilisation, locale),
    about:
      open_minutes === null
        ? t("used.noHours")
        : t("used.hours", { booked: hours(booked_minutes, locale), open: hours(open_minutes, locale) }),
  });
  return (
    <>
      <Shares
        title={t("used.doctors")}
        className={classes.tall}
        lead={lead}
        heads={[t("used.doctor"), t("figure.used")]}
        shares={byShare(doctors).map((doctor) => ({
          key: doctor.doctor_id,
          name: (
            <TextLink to="/admin/doctors/$doctorId" params={{ doctorId: doctor.doctor_id }} underline="hover" inherit>
              {doctor.doctor_name}
            </TextLink>
          ),
          ...shareOf(doctor),
        }))}
      />
      <Shares
        title={t("used.specialties")}
        lead={lead}
        heads={[t("used.specialty"), t("figure.used")]}
        shares={byShare(specialties).map((one) => ({ key: one.specialty, name: one.specialty, ...shareOf(one) }))}
      />
    </>
  );
}

/** The most used first; those of whom it is not known last. */
function byShare<One extends Counts>(counts: readonly One[]): One[] {
  return counts.toSorted((one, other) => (other.utilisation ?? -1) - (one.utilisation ?? -1));
}

function hours(minutes: number, locale: string): string {
  return spokenCount(Math.round(minutes / 60), locale);
}

function LeadTimes({ statistics }: { statistics: Statistics }) {
  const { t } = useTranslation("admin");
  const { locale } = useWords();
  const { lead_times: buckets, median_lead_time_hours: median } = statistics;
  const sum = buckets.reduce((all, { visits }) => all + visits, 0);
  const most = Math.max(1, ...buckets.map(({ visits }) => visits));
  return (
    <Shares
      title={t("lead.title")}
      lead={median === null ? t("lead.none") : t("lead.median", { time: spokenHours(median, locale) })}
      heads={[t("lead.before"), t("figure.visits")]}
      shares={buckets.map(({ from_hours, to_hours, visits }) => ({
        key: String(from_hours),
        name:
          to_hours === null
            ? t("lead.longer", { from: spokenEdge(from_hours, locale) })
            : from_hours === 0
              ? t("lead.shorter", { to: spokenEdge(to_hours, locale) })
              : t("lead.between", { from: days(from_hours, locale), to: spokenEdge(to_hours, locale) }),
        bar: visits / most,
        value: spokenCount(visits, locale),
        about: sum === 0 ? "" : spokenShare(visits / sum, locale),
      }))}
    />
  );
}

/** An edge in days, "7 days", or in hours where it is less than one. */
function spokenEdge(hours: number, locale: string): string {
  const [count, unit] = hours % 24 === 0 ? [hours / 24, "day"] : [hours, "hour"];
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(count);
}

function days(hours: number, locale: string): string {
  return spokenCount(hours / 24, locale);
}
