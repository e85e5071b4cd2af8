import { UnstyledButton, VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Appointment } from "@/api/appointments";
import { useWords } from "@/i18n/use-words";
import { formatter, type Instant } from "@/time/instants";
import { spokenTime } from "@/time/spoken";
import { StatusIcon } from "./status-icon";
import classes from "./visit-button.module.css";

interface VisitButtonProps {
  visit: Appointment;
  zone: string;
  /** Whether the wall shows its time twice on this day. */
  isTwice: boolean;
  /** How high it is; as high as it needs unless given. */
  pixels?: number;
  onOpen: () => void;
}

const LINE_PIXELS = 19;
const MOST_LINES = 3;

/** A visit in the calendar: when, who, what for and how it stands. What there is no room for is told all the same. */
export function VisitButton({ visit, zone, isTwice, pixels, onOpen }: VisitButtonProps) {
  const { t } = useTranslation("doctor");
  const { t: tc, locale } = useWords();
  const { starts_at: start, ends_at: end, status } = visit;
  const say = (instant: Instant) => (isTwice ? exactTime(instant, zone, locale) : spokenTime(instant, zone, locale));
  const lines = pixels === undefined ? MOST_LINES : Math.floor((pixels - 6) / LINE_PIXELS);
  return (
    <UnstyledButton
      className={classes.visit}
      data-status={status}
      data-free={pixels === undefined || undefined}
      title={[`${say(start)} – ${say(end)}`, visit.patient_name, visit.visit_type_name, tc(`status.${status}`)].join(
        ", ",
      )}
      onClick={onOpen}
    >
      <span className={classes.first}>
        <StatusIcon status={status} />
        <span className={classes.time}>{say(start)}</span> <span className={classes.who}>{visit.patient_name}</span>
      </span>{" "}
      <Line isShown={lines >= 2}>{visit.visit_type_name}</Line>{" "}
      <Line isShown={lines >= MOST_LINES}>{tc(`status.${status}`)}</Line>{" "}
      <VisuallyHidden>{t("visit.until", { time: say(end) })}</VisuallyHidden>
    </UnstyledButton>
  );
}

function Line({ isShown, children }: { isShown: boolean; children: string }) {
  return isShown ? <span className={classes.more}>{children}</span> : <VisuallyHidden>{children}</VisuallyHidden>;
}

/** A time of the hour that comes twice, with what tells which of the two. */
function exactTime(instant: Instant, zone: string, locale: string): string {
  const options = { timeZone: zone, hour: "2-digit", minute: "2-digit", timeZoneName: "shortOffset" } as const;
  return formatter(locale, options).format(new Date(instant));
}
