import { VisuallyHidden } from "@mantine/core";
import { Check } from "lucide-react";
import { useTranslation } from "react-i18next";
import classes from "./steps.module.css";

const STEPS = ["time", "reason", "review", "done"] as const;

export type StepName = (typeof STEPS)[number];

/** Where somebody is on the way. The time was chosen before this page. */
export function Steps({ now }: { now: StepName }) {
  const { t } = useTranslation("booking");
  const current = STEPS.indexOf(now);
  return (
    <ol className={classes.steps} aria-label={t("steps.label")}>
      {STEPS.map((step, number) => (
        <li
          key={step}
          className={classes.step}
          aria-current={number === current ? "step" : undefined}
          data-done={number < current || now === "done"}
        >
          <span className={classes.dot} aria-hidden="true">
            {number < current || now === "done" ? <Check size={16} strokeWidth={3} /> : number + 1}
          </span>
          <span>{t(`steps.${step}`)}</span>
          {number < current && <VisuallyHidden>✓</VisuallyHidden>}
        </li>
      ))}
    </ol>
  );
}
