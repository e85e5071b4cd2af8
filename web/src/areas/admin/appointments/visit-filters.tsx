import { Chip, Group, Input, NativeSelect } from "@mantine/core";
import "@mantine/core/styles/Chip.layer.css";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { DayInput } from "@/components/day-input";
import { oneOf } from "@/components/search-params";
import { useWords } from "@/i18n/use-words";
import { Filters } from "../filters";
import filterClasses from "../filters.module.css";
import { PersonSelect } from "../person-select";
import { ORDERS, orderOf, STATUSES, statusesOf, type VisitsSearch, WHEN, written } from "./visits-search";

interface VisitFiltersProps {
  search: VisitsSearch;
  onChange: (changed: VisitsSearch) => void;
}

const FROM_TODAY = "from-today";

export function VisitFilters({ search, onChange }: VisitFiltersProps) {
  const { t } = useTranslation("admin");
  return (
    <Filters label={t("visits.filters")}>
      <NativeSelect
        label={t("visits.when")}
        value={search.when ?? FROM_TODAY}
        data={[FROM_TODAY, ...WHEN].map((value) => ({ value, label: t(`when.${value as keyof Whens}`) }))}
        onChange={(event) => {
          const when = oneOf({ when: event.currentTarget.value }, "when", WHEN);
          onChange(when === "days" ? { when } : { when, from: undefined, to: undefined });
        }}
      />
      {search.when === "days" && (
        <>
          <DayInput label={t("period.from")} value={search.from} onChange={(from) => onChange({ from })} />
          <DayInput label={t("period.to")} value={search.to} onChange={(to) => onChange({ to })} />
        </>
      )}
      <PersonSelect
        kind="doctor"
        label={t("visits.doctor")}
        placeholder={t("visits.anyDoctor")}
        value={search.doctor}
        onChange={(doctor) => onChange({ doctor })}
      />
      <PersonSelect
        kind="patient"
        label={t("visits.patient")}
        placeholder={t("visits.anyPatient")}
        value={search.patient}
        onChange={(patient) => onChange({ patient })}
      />
      <NativeSelect
        label={t("visits.order")}
        value={orderOf(search)}
        data={ORDERS.map((value) => ({ value, label: t(`order.${value}`) }))}
        onChange={(event) => onChange({ order: oneOf({ order: event.currentTarget.value }, "order", ORDERS) })}
      />
      <Statuses status={search.status} onChange={(status) => onChange({ status })} />
    </Filters>
  );
}

type Whens = Record<typeof FROM_TODAY | (typeof WHEN)[number], string>;

function Statuses({
  status,
  onChange,
}: {
  status: string | undefined;
  onChange: (status: string | undefined) => void;
}) {
  const { t } = useTranslation("admin");
  const { t: tc } = useWords();
  const id = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot stand like the labels beside it
    <div role="group" aria-labelledby={id} className={filterClasses.whole}>
      <Input.Label id={id} labelElement="div" mb={6}>
        {t("visits.status")}
      </Input.Label>
      <Chip.Group multiple value={statusesOf(status)} onChange={(chosen) => onChange(written(chosen))}>
        <Group gap="xs">
          {STATUSES.map((one) => (
            <Chip key={one} value={one} size="sm" variant="light">
              {tc(`status.${one}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </div>
  );
}
