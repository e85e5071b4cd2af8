import { Text } from "@mantine/core";
import { useWords } from "@/i18n/use-words";
import { dayOf, type Instant, ownZone, sameClock } from "@/time/instants";
import { cityOf, spokenDay, spokenTime } from "@/time/spoken";
import classes from "./visit-time.module.css";

/** When a visit is, on its doctor's clock; of a clock that is not the reader's it is said whose it is. */
export function VisitTime({ at, zone }: { at: Instant; zone: string }) {
  const { t, locale } = useWords();
  return (
    <span className={classes.when}>
      <span>
        {spokenDay(dayOf(at, zone), locale, { weekday: "short", day: "numeric", month: "short", year: "numeric" })}
      </span>
      <span>
        <strong>{spokenTime(at, zone, locale)}</strong>
        {!sameClock(zone, ownZone(), at) && (
          <Text span fz="sm" c="dimmed">
            {" "}
            {t("zone.short", { city: cityOf(zone) })}
          </Text>
        )}
      </span>
    </span>
  );
}
