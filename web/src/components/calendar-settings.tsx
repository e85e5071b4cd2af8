/** What every calendar of the app has in common: its language, how a week begins, and names for its buttons. */
import "@mantine/dates/styles.layer.css";
import "dayjs/locale/de";
import { DatesProvider } from "@mantine/dates";
import type { ReactNode } from "react";
import { useWords } from "@/i18n/use-words";

export function CalendarSettings({ children }: { children: ReactNode }) {
  const { language } = useWords();
  // Weekends are days like others: red would say that something is wrong with them, and cannot be read on white.
  return <DatesProvider settings={{ locale: language, firstDayOfWeek: 1, weekendDays: [] }}>{children}</DatesProvider>;
}

/** What the arrows of a calendar do, and what its title does: it leads to months, and to years. */
export function useCalendarLabels() {
  const { t } = useWords();
  return {
    previousMonth: t("calendar.previousMonth"),
    nextMonth: t("calendar.nextMonth"),
    previousYear: t("calendar.previousYear"),
    nextYear: t("calendar.nextYear"),
    previousDecade: t("calendar.previousDecade"),
    nextDecade: t("calendar.nextDecade"),
  };
}
