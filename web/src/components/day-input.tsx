/** A day of the calendar, chosen from a calendar or typed. */
import "@mantine/core/styles/Popover.layer.css";
import "@mantine/dates/styles.layer.css";
import "dayjs/locale/de";
import { DateInput, type DateInputProps, DatesProvider } from "@mantine/dates";
import { CalendarDays } from "lucide-react";
import { useWords } from "@/i18n/use-words";
import type { Day } from "@/time/instants";

interface DayInputProps extends Omit<DateInputProps, "value" | "onChange"> {
  value: Day | undefined;
  onChange: (day: Day | undefined) => void;
}

export function DayInput({ value, onChange, ...rest }: DayInputProps) {
  const { t, language } = useWords();
  return (
    <DatesProvider settings={{ locale: language, firstDayOfWeek: 1 }}>
      <DateInput
        valueFormat={language === "de" ? "DD.MM.YYYY" : "DD MMM YYYY"}
        leftSection={<CalendarDays size={18} aria-hidden="true" />}
        leftSectionPointerEvents="none"
        clearable
        clearButtonProps={{ "aria-label": t("action.clear") }}
        popoverProps={{ withinPortal: true }}
        {...rest}
        value={value ?? null}
        onChange={(day) => onChange(day ?? undefined)}
      />
    </DatesProvider>
  );
}
