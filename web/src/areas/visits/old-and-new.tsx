/** The time a visit has, beside the one it is to have. */
import { Text } from "@mantine/core";
import { ArrowRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Appointment } from "@/api/appointments";
import { useWords } from "@/i18n/use-words";
import { type Instant, ownZone, sameClock } from "@/time/instants";
import { cityOf, shortDate, spokenDate, spokenTime } from "@/time/spoken";
import classes from "./old-and-new.module.css";

export function OldAndNew({ visit, start }: { visit: Appointment; start: Instant | undefined }) {
  const { t } = useTranslation("visits");
  return (
    <dl className={classes.times}>
      <div className={classes.time} data-kind={start === undefined ? "kept" : "old"}>
        <dt>{t("reschedule.old")}</dt>
        <dd>
          <Moment at={visit.starts_at} zone={visit.time_zone} />
        </dd>
      </div>
      <ArrowRight size={22} aria-hidden="true" className={classes.arrow} />
      <div className={classes.time} data-kind={start === undefined ? "open" : "new"}>
        <dt>{t("reschedule.new")}</dt>
        <dd>
          {start === undefined ? (
            <Text c="dimmed">{t("reschedule.notChosen")}</Text>
          ) : (
            <Moment at={start} zone={visit.time_zone} />
          )}
        </dd>
      </div>
    </dl>
  );
}

function Moment({ at, zone }: { at: Instant; zone: string }) {
  const { t } = useTranslation("visits");
  const { t: tc, locale } = useWords();
  const own = ownZone();
  return (
    <>
      <Text fw={650}>{spokenDate(at, zone, locale)}</Text>
      <Text fw={650} fz="lg">
        {spokenTime(at, zone, locale)}{" "}
        <Text span fz="sm" c="dimmed" fw={400}>
          {tc("zone.short", { city: cityOf(zone) })}
        </Text>
      </Text>
      {!sameClock(zone, own, at) && (
        <Text fz="sm" c="dimmed">
          {t("ownTime", { when: `${shortDate(at, own, locale)}, ${spokenTime(at, own, locale)}` })}
        </Text>
      )}
    </>
  );
}
