/** A day of the calendar, chosen from a calendar or typed. */
import "@mantine/core/styles/Popover.layer.css";
import { DateInput, type DateInputProps } from "@mantine/dates";
import { CalendarDays } from "lucide-react";
import { useState } from "react";
import { useWords } from "@/i18n/use-words";
import type { Day } from "@/time/instants";
import { typedDay } from "@/time/typed-day";
import { CalendarSettings, useCalendarLabels } from "./calendar-settings";

interface DayInputProps extends Omit<DateInputProps, "value" | "onChange" | "popoverProps"> {
  value: Day | undefined;
  onChange: (day: Day | undefined) => void;
  /** In a dialog the calendar belongs to it; else it lies over the page. */
  isInDialog?: boolean;
}

export function DayInput({ value, onChange, isInDialog = false, ...rest }: DayInputProps) {
  const { t, language, locale } = useWords();
  const labels = useCalendarLabels();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <CalendarSettings>
      <DateInput
        valueFormat={language === "de" ? "DD.MM.YYYY" : "DD MMM YYYY"}
        // The library reads "01.12.2026" as 12 January.
        dateParser={(text) => typedDay(text, locale)}
        leftSection={<CalendarDays size={18} aria-hidden="true" />}
        leftSectionPointerEvents="none"
        clearable
        clearButtonProps={{ "aria-label": t("action.clear") }}
        popoverProps={{
          withinPortal: !isInDialog,
          onOpen: () => setIsOpen(true),
          onClose: () => setIsOpen(false),
        }}
        // Escape closes the calendar, and not the dialog behind it with all that was entered.
        data-mantine-stop-propagation={isOpen || undefined}
        ariaLabels={labels}
        hideOutsideDates
        {...rest}
        value={value ?? null}
        onChange={(day) => onChange(day ?? undefined)}
      />
    </CalendarSettings>
  );
}
