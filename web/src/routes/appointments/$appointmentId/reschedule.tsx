import { createFileRoute } from "@tanstack/react-router";
import { appointmentQuery } from "@/api/appointments";
import { ReschedulePage } from "@/areas/visits/reschedule-page";
import { dayIn, instantIn } from "@/components/search-params";
import { onlyFor } from "@/session/access";
import type { Day, Instant } from "@/time/instants";

interface RescheduleSearch {
  /** A day of the week that is shown. */
  day?: Day | undefined;
  /** The time that is chosen. */
  start?: Instant | undefined;
}

export const Route = createFileRoute("/appointments/$appointmentId/reschedule")({
  validateSearch: (search): RescheduleSearch => ({ day: dayIn(search, "day"), start: instantIn(search, "start") }),
  beforeLoad: onlyFor("patient", "doctor", "admin"),
  loader: ({ context: { queryClient }, params: { appointmentId } }) =>
    void queryClient.prefetchQuery(appointmentQuery(appointmentId)),
  component: ReschedulePage,
});
