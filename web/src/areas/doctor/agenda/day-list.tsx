import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useWords } from "@/i18n/use-words";
import { spokenDay } from "@/time/spoken";
import { Away } from "./away";
import { type DayProps, isTwice } from "./day-column";
import { DayHead } from "./day-head";
import classes from "./day-list.module.css";
import { inOrder } from "./entries";
import { VisitButton } from "./visit-button";

/** One day as a list, for a phone that shows a week. */
export function DayList({ zone, now, onVisit, ...head }: DayProps) {
  const { t } = useTranslation("doctor");
  const { locale } = useWords();
  const { plan } = head;
  return (
    <section className={classes.day} aria-label={spokenDay(plan.day, locale)}>
      <DayHead {...head} isToday={now !== null} />
      <div className={classes.body}>
        {plan.visits.length === 0 && <Text c="dimmed">{t("agenda.noVisits")}</Text>}
        <ul className={classes.entries}>
          {inOrder(plan).map(({ kind, block }) => (
            <li key={block.item.id}>
              {kind === "visit" ? (
                <VisitButton
                  visit={block.item}
                  zone={zone}
                  isTwice={isTwice(plan, block.span)}
                  onOpen={() => onVisit(block.item)}
                />
              ) : (
                <Away timeOff={block.item} zone={zone} />
              )}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
