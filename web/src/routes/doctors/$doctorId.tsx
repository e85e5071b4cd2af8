import { createFileRoute } from "@tanstack/react-router";
import { doctorQuery } from "@/api/doctors";
import { DoctorPage } from "@/areas/public/doctor-page";
import { dayIn, textIn } from "@/components/search-params";
import { loadWords } from "@/i18n/i18n";
import type { Day } from "@/time/instants";

interface DoctorSearch {
  /** Code of a visit type. */
  type?: string | undefined;
  day?: Day | undefined;
}

export const Route = createFileRoute("/doctors/$doctorId")({
  validateSearch: (search): DoctorSearch => ({ type: textIn(search, "type"), day: dayIn(search, "day") }),
  loader: ({ context: { queryClient }, params: { doctorId } }) => {
    void queryClient.prefetchQuery(doctorQuery(doctorId));
    return loadWords("public");
  },
  component: DoctorPage,
});
