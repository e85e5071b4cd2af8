import { createFileRoute } from "@tanstack/react-router";
import { appointmentQuery } from "@/api/appointments";
import { VisitPage } from "@/areas/visits/visit-page";
import { onlyFor } from "@/session/access";

export const Route = createFileRoute("/appointments/$appointmentId/")({
  beforeLoad: onlyFor("patient", "doctor", "admin"),
  loader: ({ context: { queryClient }, params: { appointmentId } }) =>
    void queryClient.prefetchQuery(appointmentQuery(appointmentId)),
  component: VisitPage,
});
