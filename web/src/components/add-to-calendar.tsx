import { Button, type ButtonProps } from "@mantine/core";
import { CalendarPlus } from "lucide-react";
import type { Appointment } from "@/api/appointments";
import { useWords } from "@/i18n/use-words";
import { useMe } from "@/session/hooks";
import { dayOf } from "@/time/instants";
import { calendarEntry } from "./calendar-entry";

/** Have the visit as a file that any calendar opens. */
export function AddToCalendar({ visit, ...rest }: { visit: Appointment } & ButtonProps) {
  const { t, language } = useWords();
  const isDoctor = useMe()?.id === visit.doctor_id;

  function hand() {
    const summary = isDoctor
      ? t("entry.of", { name: visit.patient_name })
      : t("entry.with", { name: visit.doctor_name });
    const url = `${window.location.origin}/appointments/${visit.id}`;
    const text = calendarEntry(visit, { summary, url, language, now: new Date() });
    download(`${t("entry.file")}-${dayOf(visit.starts_at, visit.time_zone)}.ics`, text);
  }

  return (
    <Button variant="default" leftSection={<CalendarPlus size={18} aria-hidden="true" />} onClick={hand} {...rest}>
      {t("entry.add")}
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
