import { useTranslation } from "react-i18next";
import type { AppointmentStatus } from "@/api/appointment-status";
import { useWords } from "@/i18n/use-words";
import classes from "./legend.module.css";
import { StatusIcon } from "./status-icon";

const STATUSES: AppointmentStatus[] = ["booked", "confirmed", "completed", "no_show"];

/** What the marks of short visits mean, which have no room for words. */
export function Legend({ showsCancelled }: { showsCancelled: boolean }) {
  const { t } = useTranslation("doctor");
  const { t: tc } = useWords();
  const shown = showsCancelled ? [...STATUSES, "cancelled" as const] : STATUSES;
  return (
    <ul className={classes.legend} aria-label={t("agenda.legend")}>
      {shown.map((status) => (
        <li key={status} data-status={status}>
          <StatusIcon status={status} /> {tc(`status.${status}`)}
        </li>
      ))}
    </ul>
  );
}
