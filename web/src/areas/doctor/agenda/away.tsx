import { useTranslation } from "react-i18next";
import type { TimeOff } from "@/api/time-off";
import { usePeriodWords } from "../use-period-words";
import classes from "./away.module.css";

const LINE_PIXELS = 19;

/** Where there is room for words, in pixels below the top. */
export interface Room {
  top: number;
  pixels: number;
}

interface AwayProps {
  timeOff: TimeOff;
  zone: string;
  /** As much as it needs unless given. */
  room?: Room;
}

/** Time off in a calendar. What there is no room for is told all the same. */
export function Away({ timeOff, zone, room }: AwayProps) {
  const { t } = useTranslation("doctor");
  const say = usePeriodWords(zone);
  const told = timeOff.reason ? t("agenda.awayReason", { reason: timeOff.reason }) : t("agenda.away");
  const lines = room && Math.floor((room.pixels - 4) / LINE_PIXELS);
  return (
    <div className={classes.away} title={`${told}, ${say(timeOff)}`}>
      <p
        className={classes.words}
        data-hidden={lines !== undefined && lines < 1 ? true : undefined}
        style={{ marginTop: room?.top, WebkitLineClamp: lines }}
      >
        {told}
      </p>
    </div>
  );
}
