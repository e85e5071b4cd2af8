import { createFileRoute } from "@tanstack/react-router";
import { Appointments } from "@/areas/admin/appointments/appointments";
import { ORDERS, statusesIn, type VisitsSearch, WHEN } from "@/areas/admin/appointments/visits-search";
import { dayIn, idIn, oneOf } from "@/components/search-params";

export const Route = createFileRoute("/admin/appointments/")({
  validateSearch: (search): VisitsSearch => ({
    when: oneOf(search, "when", WHEN),
    from: dayIn(search, "from"),
    to: dayIn(search, "to"),
    status: statusesIn(search, "status"),
    doctor: idIn(search, "doctor"),
    patient: idIn(search, "patient"),
    order: oneOf(search, "order", ORDERS),
  }),
  component: Appointments,
});
