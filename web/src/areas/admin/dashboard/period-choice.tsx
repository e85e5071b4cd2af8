import { Chip, Group } from "@mantine/core";
import "@mantine/core/styles/Chip.layer.css";
import { useTranslation } from "react-i18next";
import { DayInput } from "@/components/day-input";
import { addDays, type Day } from "@/time/instants";
import { MOST_DAYS, type Period, type PeriodSearch } from "./period";
import classes from "./period-choice.module.css";

interface PeriodChoiceProps {
  search: PeriodSearch;
  period: Period;
  onChange: (search: PeriodSearch) => void;
}

const LAST_30 = "last-30";
const CHOICES = ["last-7", LAST_30, "last-90", "next-30", "days"] as const;

/** The days that the figures are of; whoever turns to days of their own begins with those that are shown. */
export function PeriodChoice({ search, period, onChange }: PeriodChoiceProps) {
  const { t } = useTranslation("admin");

  function choose(choice: (typeof CHOICES)[number]) {
    if (choice === "days") onChange({ period: choice, from: period.first, to: period.last });
    else onChange({ period: choice === LAST_30 ? undefined : choice, from: undefined, to: undefined });
  }

  return (
    <div className={classes.choice}>
      <div role="radiogroup" aria-label={t("period.label")}>
        <Chip.Group value={search.period ?? LAST_30} onChange={(choice) => choose(choice as (typeof CHOICES)[number])}>
          <Group gap="xs">
            {CHOICES.map((choice) => (
              <Chip key={choice} value={choice} size="md" variant="light">
                {t(`period.${choice}`)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </div>
      {search.period === "days" && <Days period={period} onChange={onChange} />}
    </div>
  );
}

function Days({ period: { first, last }, onChange }: Omit<PeriodChoiceProps, "search">) {
  const { t } = useTranslation("admin");
  const change = (from: Day, to: Day) => onChange({ period: "days", from, to });
  return (
    <div className={classes.days}>
      <DayInput
        label={t("period.from")}
        value={first}
        clearable={false}
        maxDate={last}
        minDate={addDays(last, 1 - MOST_DAYS)}
        onChange={(day) => day && change(day, last)}
      />
      <DayInput
        label={t("period.to")}
        value={last}
        clearable={false}
        minDate={first}
        maxDate={addDays(first, MOST_DAYS - 1)}
        onChange={(day) => day && change(first, day)}
      />
    </div>
  );
}
