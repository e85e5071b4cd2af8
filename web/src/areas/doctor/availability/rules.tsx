import { Input, NativeSelect, NumberInput } from "@mantine/core";
import "@mantine/core/styles/NumberInput.layer.css";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ZoneSelect } from "@/components/zone-select";
import type { Count, Draft } from "./draft";
import type { FaultAt } from "./faults";
import classes from "./hours.module.css";
import { countOf, minutesIn, toldIn, type Unit, unitOf } from "./numbers";
import { Section } from "./section";

interface RulesProps {
  draft: Draft;
  faultAt: FaultAt;
  onChange: (part: Partial<Draft>) => void;
}

/** How close together, how late and how early visits are booked, and on whose clock. */
export function Rules({ draft, faultAt, onChange }: RulesProps) {
  const { t } = useTranslation("doctor");
  return (
    <Section title={t("hours.rules")} hint={t("hours.rulesHint")}>
      <div className={classes.rules}>
        <Amount
          label={t("hours.slotMinutes")}
          value={draft.slot_minutes}
          unit={t("hours.minutes")}
          step={5}
          fault={faultAt("/slot_minutes")}
          onChange={(minutes) => onChange({ slot_minutes: minutes })}
        />
        <Amount
          label={t("hours.bufferMinutes")}
          value={draft.buffer_minutes}
          unit={t("hours.minutes")}
          step={5}
          fault={faultAt("/buffer_minutes")}
          onChange={(minutes) => onChange({ buffer_minutes: minutes })}
        />
        <Duration
          label={t("hours.minimumNotice")}
          hint={t("hours.minimumNoticeHint")}
          minutes={draft.minimum_notice_minutes}
          fault={faultAt("/minimum_notice_minutes")}
          onChange={(minutes) => onChange({ minimum_notice_minutes: minutes })}
        />
        <Amount
          label={t("hours.horizon")}
          hint={t("hours.horizonHint")}
          value={draft.horizon_days}
          unit={t("hours.days")}
          step={1}
          fault={faultAt("/horizon_days")}
          onChange={(days) => onChange({ horizon_days: days })}
        />
        <Duration
          label={t("hours.changeNotice")}
          hint={t("hours.changeNoticeHint")}
          minutes={draft.change_notice_minutes}
          fault={faultAt("/change_notice_minutes")}
          onChange={(minutes) => onChange({ change_notice_minutes: minutes })}
        />
        <ZoneSelect
          label={t("hours.zone")}
          description={t("hours.zoneHint")}
          value={draft.time_zone}
          error={faultAt("/time_zone")}
          onChange={(zone) => onChange({ time_zone: zone })}
        />
      </div>
    </Section>
  );
}

interface AmountProps {
  label: string;
  hint?: string;
  value: Count;
  unit: ReactNode;
  step: number;
  fault: string | undefined;
  onChange: (value: Count) => void;
}

/** A number of one unit, which stands behind it. */
function Amount({ label, hint, value, unit, step, fault, onChange }: AmountProps) {
  return (
    <NumberInput
      label={label}
      description={hint}
      value={value}
      error={fault}
      step={step}
      suffix={` ${unit}`}
      allowDecimal={false}
      allowNegative={false}
      onChange={(told) => onChange(countOf(told))}
    />
  );
}

interface DurationProps {
  label: string;
  hint: string;
  minutes: Count;
  fault: string | undefined;
  onChange: (minutes: Count) => void;
}

const UNITS: Unit[] = ["minutes", "hours", "days"];

/** A time that may be minutes or weeks: a number, and in what. */
function Duration({ label, hint, minutes, fault, onChange }: DurationProps) {
  const { t } = useTranslation("doctor");
  const [unit, setUnit] = useState(() => unitOf(minutes));
  const told = toldIn(unit, minutes);
  return (
    <Input.Wrapper label={label} description={hint} error={fault}>
      <div className={classes.duration}>
        <NumberInput
          aria-label={label}
          value={told}
          error={fault !== undefined}
          allowNegative={false}
          onChange={(value) => onChange(minutesIn(unit, countOf(value)))}
        />
        <NativeSelect
          aria-label={t("hours.unit", { label })}
          value={unit}
          data={UNITS.map((one) => ({ value: one, label: t(`hours.${one}`) }))}
          onChange={(event) => {
            const chosen = UNITS.find((one) => one === event.currentTarget.value) ?? "minutes";
            setUnit(chosen);
            onChange(minutesIn(chosen, told));
          }}
        />
      </div>
    </Input.Wrapper>
  );
}
