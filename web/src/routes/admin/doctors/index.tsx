import { createFileRoute } from "@tanstack/react-router";
import { Doctors } from "@/areas/admin/doctors/doctors";
import { ACTIVITIES, type Activity } from "@/areas/admin/users/users-search";
import { oneOf, textIn } from "@/components/search-params";

interface DoctorsSearch {
  q?: string | undefined;
  active?: Activity | undefined;
}

export const Route = createFileRoute("/admin/doctors/")({
  validateSearch: (search): DoctorsSearch => ({ q: textIn(search, "q"), active: oneOf(search, "active", ACTIVITIES) }),
  component: Doctors,
});
