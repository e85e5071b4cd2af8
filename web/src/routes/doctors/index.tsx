import { createFileRoute } from "@tanstack/react-router";
import type { DoctorFilter } from "@/api/doctors";
import { DoctorSearch } from "@/areas/public/doctor-search";
import { dayIn, textIn } from "@/components/search-params";
import { loadWords } from "@/i18n/i18n";

export const Route = createFileRoute("/doctors/")({
  validateSearch: (search): DoctorFilter => ({
    specialty: textIn(search, "specialty"),
    q: textIn(search, "q"),
    available_on: dayIn(search, "available_on"),
  }),
  loader: () => loadWords("public"),
  component: DoctorSearch,
});
