import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Appointment } from "@/api/appointments";
import { useWords } from "@/i18n/use-words";
import { ownZone, sameClock } from "@/time/instants";
import { cityOf, shortDate, spokenRange, spokenTime } from "@/time/spoken";
import classes from "./visit-time.module.css";

/** From when to when, on the clinic's clock, and on one's own where that shows something else. */
export function VisitTime({ visit }: { visit: Appointment }) {
  const { t } = useTranslation("visits");
  const { t: tc, locale } = useWords();
  const { starts_at: start, ends_at: end, time_zone: zone } = visit;
  const own = ownZone();
  return (
    <div>
      <Text fw={700} className={classes.time}>
        {spokenRange(start, end, zone, locale)}{" "}
        <Text span fz="sm" c="dimmed" className={classes.zone}>
          {tc("zone.short", { city: cityOf(zone) })}
        </Text>
      </Text>
      {!sameClock(zone, own, start) && (
        <Text fz="sm" c="dimmed">
          {t("ownTime", { when: `${shortDate(start, own, locale)}, ${spokenTime(start, own, locale)}` })}
        </Text>
      )}
    </div>
  );
}
