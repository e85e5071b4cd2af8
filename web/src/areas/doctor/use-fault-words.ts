import { useTranslation } from "react-i18next";
import type { Fault } from "@/api/problem";
import { useWords } from "@/i18n/use-words";
import { minutesOf } from "@/time/clock";
import { spokenMinutes } from "@/time/spoken";
import { faultText } from "./fault-words";
import { spokenClock } from "./spoken-clock";

/** Say in the reader's language what is wrong with a field; what this page does not know is left as the server told it. */
export function useFaultWords(): (fault: Fault) => string {
  const { t } = useTranslation("doctor");
  const { locale } = useWords();
  return ({ pointer, detail }) => {
    const found = faultText(detail);
    if (found === null) return detail;
    const { word, values } = found;
    const spoken = (minutes = "") => (pointer.endsWith("minutes") ? spokenMinutes(Number(minutes), locale) : minutes);
    const { least, most, until = "", days = "" } = values;
    return word === "range"
      ? t("fault.range", { least: spoken(least), most: spoken(most) })
      : t(`fault.${word}`, {
          least: least ?? "",
          most: most ?? "",
          until: until && spokenClock(minutesOf(until), locale),
          days,
        });
  };
}
