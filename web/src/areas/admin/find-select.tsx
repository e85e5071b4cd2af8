/** One of many, found by typing: the list is the server's answer to what is typed. */
import "@mantine/core/styles/Popover.layer.css";
import { Loader, Select, type SelectProps, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import listClasses from "@/components/option-list.module.css";
import { useWords } from "@/i18n/use-words";
import classes from "./find-select.module.css";

export interface Found {
  id: string;
  name: string;
  /** What tells two of one name apart. */
  about: string;
}

interface FindSelectProps extends Omit<SelectProps, "value" | "onChange" | "data"> {
  value: string | undefined;
  /** The one that `value` names, once it is known. */
  chosen: Found | undefined;
  found: readonly Found[];
  isFinding: boolean;
  onWords: (words: string) => void;
  onChange: (id: string | undefined) => void;
}

export function FindSelect({ value, chosen, found, isFinding, onWords, onChange, ...rest }: FindSelectProps) {
  const { t } = useTranslation("admin");
  const { t: tc } = useWords();
  const all = chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found;
  const about = new Map(all.map((one) => [one.id, one.about]));
  return (
    <Select
      placeholder={t("find.placeholder")}
      {...rest}
      searchable
      clearable
      clearButtonProps={{ "aria-label": tc("action.clear") }}
      rightSection={isFinding ? <Loader size="xs" aria-hidden="true" /> : undefined}
      // As in ZoneSelect.
      comboboxProps={{ portalProps: { target: "#content" } }}
      withScrollArea={false}
      classNames={{ options: listClasses.options ?? "" }}
      // The server has chosen already.
      filter={({ options }) => options}
      data={all.map(({ id, name }) => ({ value: id, label: name }))}
      value={chosen ? (value ?? null) : null}
      onChange={(id) => onChange(id ?? undefined)}
      onSearchChange={(words) => onWords(words === chosen?.name ? "" : words)}
      nothingFoundMessage={isFinding ? tc("state.loading") : t("find.none")}
      renderOption={({ option }) => (
        <span className={classes.option}>
          <Text span inherit fw={600}>
            {option.label}
          </Text>
          <Text span fz="sm" c="dimmed">
            {about.get(option.value)}
          </Text>
        </span>
      )}
    />
  );
}
