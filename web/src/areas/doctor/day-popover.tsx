/** A calendar that a button opens, to pick a day. */
import "@mantine/core/styles/Popover.layer.css";
import { Popover, Skeleton } from "@mantine/core";
import { type ComponentType, type ReactElement, useEffect, useState } from "react";
import type { Day } from "@/time/instants";
import type { DayPickerProps } from "./day-picker";

interface DayPopoverProps extends DayPickerProps {
  /** What the calendar is for. */
  label: string;
  renderTarget: (toggle: () => void) => ReactElement;
}

export function DayPopover({ label, onPick, renderTarget, ...rest }: DayPopoverProps) {
  const [isOpen, setIsOpen] = useState(false);
  const DayPicker = useDayPicker();
  const pick = (day: Day) => {
    onPick(day);
    setIsOpen(false);
  };
  return (
    <Popover opened={isOpen} onChange={setIsOpen} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>{renderTarget(() => setIsOpen(!isOpen))}</Popover.Target>
      <Popover.Dropdown aria-label={label}>
        {DayPicker ? <DayPicker {...rest} onPick={pick} /> : <Skeleton width={252} height={290} />}
      </Popover.Dropdown>
    </Popover>
  );
}

/** Calendars weigh as much as the rest of a page: they come after it. Not by `lazy`, which would be late for the focus the first time. */
function useDayPicker(): ComponentType<DayPickerProps> | undefined {
  const [loaded, setLoaded] = useState<{ default: ComponentType<DayPickerProps> }>();
  useEffect(() => void import("./day-picker").then(setLoaded), []);
  return loaded?.default;
}
