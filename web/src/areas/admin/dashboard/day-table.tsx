/** The figures of a chart, for whoever reads rather than looks. Made when it is opened: a year has many rows. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useWords } from "@/i18n/use-words";
import { spokenCount } from "../figures";
import type { Series } from "./day-chart";
import classes from "./day-table.module.css";
import { lengthOf, type Step, spokenStep } from "./steps";

interface DayTableProps {
  title: string;
  steps: readonly Step[];
  series: readonly Series[];
}

export function DayTable(props: DayTableProps) {
  const { t } = useTranslation("admin");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className={classes.details} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className={classes.summary}>{t("chart.asTable")}</summary>
      {isOpen && <Figures {...props} />}
    </details>
  );
}

function Figures({ title, steps, series }: DayTableProps) {
  const { t } = useTranslation("admin");
  const { locale } = useWords();
  return (
    // It scrolls by itself, so the keyboard must get into it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section className={classes.frame} aria-label={t("chart.tableOf", { title })} tabIndex={0}>
      <table className={classes.table}>
        <caption className={classes.caption}>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t(`chart.step.${lengthOf(steps)}`)}</th>
            {series.map(({ name, label }) => (
              <th key={name} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <tr key={step.first}>
              <th scope="row">{spokenStep(step, locale)}</th>
              {series.map(({ name }) => (
                <td key={name}>{spokenCount(step[name], locale)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
