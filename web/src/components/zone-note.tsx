/** Whose clock the times on a page are on. */
import { Text } from "@mantine/core";
import { Globe } from "lucide-react";
import { useWords } from "@/i18n/use-words";
import { type Instant, ownZone, sameClock } from "@/time/instants";
import { cityOf, spokenMoment, spokenZone } from "@/time/spoken";
import classes from "./zone-note.module.css";

interface ZoneNoteProps {
  zone: string;
  /** A time on the page; with it, whoever is in another zone is told what their own clock will show. */
  at?: Instant;
  /** When the times on the page are, where none of them stands for all: a zone has another name in summer. */
  season?: Instant;
}

export function ZoneNote({ zone, at, season }: ZoneNoteProps) {
  const { t, locale } = useWords();
  const own = ownZone();
  return (
    <Text fz="sm" c="dimmed" className={classes.note}>
      <Globe size={16} aria-hidden="true" className={classes.icon} />
      <span>
        {t("zone.clinic", { zone: spokenZone(zone, locale, at ?? season), city: cityOf(zone) })}
        {at && !sameClock(zone, own, at) && <> {t("zone.yours", { time: spokenMoment(at, own, locale) })}</>}
      </span>
    </Text>
  );
}
