import { createFileRoute } from "@tanstack/react-router";
import { BookForPatient } from "@/areas/admin/appointments/book-for-patient";
import { dayIn, idIn, instantIn, textIn } from "@/components/search-params";
import type { Day, Instant } from "@/time/instants";

interface BookingSearch {
  patient?: string | undefined;
  doctor?: string | undefined;
  /** Code of a visit type. */
  type?: string | undefined;
  day?: Day | undefined;
  start?: Instant | undefined;
}

export const Route = createFileRoute("/admin/appointments/new")({
  validateSearch: (search): BookingSearch => ({
    patient: idIn(search, "patient"),
    doctor: idIn(search, "doctor"),
    type: textIn(search, "type"),
    day: dayIn(search, "day"),
    start: instantIn(search, "start"),
  }),
  component: BookForPatient,
});
