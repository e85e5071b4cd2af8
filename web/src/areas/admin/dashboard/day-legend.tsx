import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useWords } from "@/i18n/use-words";
import { spokenCount } from "../figures";
import type { Series } from "./day-chart";
import classes from "./day-chart.module.css";
import { type Counts, type Step, spokenStep } from "./steps";

interface DayLegendProps {
  steps: readonly Step[];
  series: readonly Series[];
  pointed: Step | undefined;
  hasToday: boolean;
}

/** What is what, with the sum; of the day that is pointed at with its own figures. */
export function DayLegend({ steps, series, pointed, hasToday }: DayLegendProps) {
  const { t } = useTranslation("admin");
  const { locale } = useWords();
  return (
    <div className={classes.legend}>
      <Text fz="sm" c="dimmed" className={classes.when}>
        {pointed ? spokenStep(pointed, locale) : t("chart.inAll")}
      </Text>
      <ul className={classes.series}>
        {series.map(({ name, label, shape, tone }) => (
          <li key={name}>
            <span className={classes.swatch} data-shape={shape} data-tone={tone} aria-hidden="true" />
            {label} <strong>{spokenCount(pointed ? pointed[name] : sumOf(steps, name), locale)}</strong>
          </li>
        ))}
        {hasToday && (
          <li>
            <span className={classes.todaySwatch} aria-hidden="true" />
            {t("chart.today")}
          </li>
        )}
      </ul>
    </div>
  );
}

function sumOf(steps: readonly Step[], name: keyof Counts): number {
  return steps.reduce((sum, step) => sum + step[name], 0);
}
