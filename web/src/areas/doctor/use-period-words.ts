import { useTranslation } from "react-i18next";
import { useWords } from "@/i18n/use-words";
import { dayOf, formatter, minuteOfDay } from "@/time/instants";
import { spokenDay } from "@/time/spoken";
import { type Period, wholeDays } from "./period";

const DATE = { weekday: "short", day: "numeric", month: "short", year: "numeric" } as const;
const MOMENT = { ...DATE, hour: "2-digit", minute: "2-digit" } as const;

/** Say when somebody is away, on the clinic's wall: days where it is whole days, else the hours. */
export function usePeriodWords(zone: string): (period: Period) => string {
  const { t } = useTranslation("doctor");
  const { locale } = useWords();
  return (period) => {
    const days = wholeDays(period, zone);
    if (days) {
      const { first, last } = days;
      if (first === last) return spokenDay(first, locale, { ...DATE, weekday: "long", month: "long" });
      return formatter(locale, { ...DATE, timeZone: "UTC" }).formatRange(new Date(first), new Date(last));
    }
    const [start, end] = [new Date(period.starts_at), new Date(period.ends_at)];
    const moments = formatter(locale, { ...MOMENT, timeZone: zone });
    return endsWithTheDay(period, zone)
      ? t("timeOff.untilMidnight", { from: moments.format(start) })
      : moments.formatRange(start, end);
  };
}

/** A midnight is said of the day that it ends, not of the one it begins. */
function endsWithTheDay({ starts_at, ends_at }: Period, zone: string): boolean {
  const before = new Date(Date.parse(ends_at) - 1);
  return minuteOfDay(ends_at, zone) === 0 && dayOf(before, zone) === dayOf(starts_at, zone);
}
