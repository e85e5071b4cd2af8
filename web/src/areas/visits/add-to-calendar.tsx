import { Button, type ButtonProps } from "@mantine/core";
import { CalendarPlus } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Appointment } from "@/api/appointments";
import { useWords } from "@/i18n/use-words";
import { useMe } from "@/session/hooks";
import { dayOf } from "@/time/instants";
import { calendarEntry } from "./calendar-entry";

/** Have the visit as a file that any calendar opens. */
export function AddToCalendar({ visit, ...rest }: { visit: Appointment } & ButtonProps) {
  const { t } = useTranslation("visits");
  const { language } = useWords();
  const isDoctor = useMe()?.id === visit.doctor_id;

  function hand() {
    const summary = isDoctor
      ? t("calendar.of", { name: visit.patient_name })
      : t("calendar.with", { name: visit.doctor_name });
    const url = `${window.location.origin}/appointments/${visit.id}`;
    const text = calendarEntry(visit, { summary, url, language, now: new Date() });
    download(`${t("calendar.file")}-${dayOf(visit.starts_at, visit.time_zone)}.ics`, text);
  }

  return (
    <Button variant="default" leftSection={<CalendarPlus size={18} aria-hidden="true" />} onClick={hand} {...rest}>
      {t("change.calendar")}
    </Button>
  );
}

function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/calendar;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // Not at once: Safari reads it a moment later.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
