import { createFileRoute } from "@tanstack/react-router";
import type { DoctorFilter } from "@/api/doctors";
import { DoctorSearch } from "@/areas/public/doctor-search";
import { dayIn, textIn } from "@/components/search-params";

export const Route = createFileRoute("/doctors/")({
  validateSearch: (search): DoctorFilter => ({
    specialty: textIn(search, "specialty"),
    q: textIn(search, "q"),
    available_on: dayIn(search, "available_on"),
  }),
  component: DoctorSearch,
});
