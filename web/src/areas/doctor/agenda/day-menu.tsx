import { ActionIcon, Menu, Text } from "@mantine/core";
import "@mantine/core/styles/Menu.layer.css";
import "@mantine/core/styles/Popover.layer.css";
import { Link } from "@tanstack/react-router";
import { CalendarClock, CalendarX, DoorClosed, EllipsisVertical, Eye } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useWords } from "@/i18n/use-words";
import { DAY_MINUTES, type Span } from "@/time/clock";
import type { Day } from "@/time/instants";
import { spokenDay } from "@/time/spoken";
import { spokenClock } from "../spoken-clock";
import type { Closing } from "./closing";

interface DayMenuProps {
  day: Day;
  closings: readonly Closing[];
  /** Whether the day is shown alone already. */
  isAlone: boolean;
  onClose: (closing: Closing) => void;
}

/** What can be done with a day: above all, to close what is left of it. */
export function DayMenu({ day, closings, isAlone, onClose }: DayMenuProps) {
  const { t } = useTranslation("doctor");
  const { locale } = useWords();
  return (
    <Menu position="bottom-end" radius="lg" shadow="md" width={270}>
      <Menu.Target>
        <ActionIcon
          size={36}
          variant="subtle"
          color="gray"
          aria-label={t("close.menu", { day: spokenDay(day, locale) })}
        >
          <EllipsisVertical size={18} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {closings.map((closing) => (
          <Menu.Item
            key={closing.part}
            leftSection={<DoorClosed size={18} aria-hidden="true" />}
            onClick={() => onClose(closing)}
          >
            {t(`close.${closing.part}`)}
            <Edge span={closing.span} />
          </Menu.Item>
        ))}
        {closings.length > 0 && <Menu.Divider />}
        {!isAlone && (
          <Menu.Item
            leftSection={<Eye size={18} aria-hidden="true" />}
            renderRoot={(props) => (
              <Link to="/agenda" search={(before) => ({ ...before, view: "day", day })} {...props} />
            )}
          >
            {t("close.show")}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<CalendarClock size={18} aria-hidden="true" />}
          renderRoot={(props) => <Link to="/availability" {...props} />}
        >
          {t("close.hours")}
        </Menu.Item>
        <Menu.Item
          leftSection={<CalendarX size={18} aria-hidden="true" />}
          renderRoot={(props) => <Link to="/time-off" {...props} />}
        >
          {t("close.timeOff")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Where a part of the day begins or ends, if that is not the day's own edge. */
function Edge({ span }: { span: Span }) {
  const { t } = useTranslation("doctor");
  const { locale } = useWords();
  const text =
    span.from > 0
      ? t("close.from", { time: spokenClock(span.from, locale) })
      : span.to < DAY_MINUTES
        ? t("close.until", { time: spokenClock(span.to, locale) })
        : null;
  return text === null ? null : (
    <Text span fz="sm" c="dimmed">
      {" "}
      {text}
    </Text>
  );
}
