import { DatePicker, type DatePickerProps } from "@mantine/dates";
import { CalendarSettings, useCalendarLabels } from "@/components/calendar-settings";
import type { Day } from "@/time/instants";

export interface DayPickerProps extends Pick<DatePickerProps, "minDate" | "excludeDate"> {
  /** The day that is chosen, or where to begin. */
  value: Day;
  onPick: (day: Day) => void;
}

/** A month's days, and the way to other months. */
export default function DayPicker({ value, onPick, ...rest }: DayPickerProps) {
  const labels = useCalendarLabels();
  return (
    <CalendarSettings>
      <DatePicker
        {...rest}
        ariaLabels={labels}
        hideOutsideDates
        defaultDate={value}
        value={value}
        // Arrow keys go on from there.
        getDayProps={(day) => (day === value ? { "data-autofocus": true } : {})}
        onChange={(day) => onPick(day ?? value)}
      />
    </CalendarSettings>
  );
}
