/** An IANA time zone, found by typing a city; the one that this device is in comes first. */
import "@mantine/core/styles/Popover.layer.css";
import { Select, type SelectProps } from "@mantine/core";
import { useMemo } from "react";
import { useWords } from "@/i18n/use-words";
import { ownZone } from "@/time/instants";
import { spokenOffset } from "@/time/spoken";
import classes from "./option-list.module.css";

interface ZoneSelectProps extends Omit<SelectProps, "data" | "value" | "onChange"> {
  value: string;
  onChange: (zone: string) => void;
}

export function ZoneSelect({ value, onChange, ...rest }: ZoneSelectProps) {
  const { t, locale } = useWords();
  const data = useMemo(() => {
    const items = zonesWith(value).map((zone) => ({ value: zone, label: labelOf(zone, locale) }));
    const isHere = (item: { value: string }) => item.value === ownZone();
    return [
      { group: t("zone.here"), items: items.filter(isHere) },
      { group: t("zone.all"), items: items.filter((item) => !isHere(item)) },
    ];
  }, [value, t, locale]);
  return (
    <Select
      label={t("zone.choose")}
      {...rest}
      data={data}
      value={value}
      onChange={(zone) => zone !== null && onChange(zone)}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t("zone.none")}
      // The list itself scrolls, which the keyboard does by its entries: a frame that scrolls would have to take the focus.
      withScrollArea={false}
      classNames={{ options: classes.options ?? "" }}
    />
  );
}

/** Browsers list each zone under one name, and not UTC; an account may know it by another. */
function zonesWith(value: string): string[] {
  return [...new Set([...Intl.supportedValuesOf("timeZone"), ownZone(), value, "UTC"])].sort();
}

/** "America/New York, GMT-5". */
function labelOf(zone: string, locale: string): string {
  return `${zone.replaceAll("_", " ")}, ${spokenOffset(zone, locale)}`;
}
