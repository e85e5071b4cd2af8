import { createFileRoute } from "@tanstack/react-router";
import { appointmentsQuery } from "@/api/appointments";
import { Appointments } from "@/areas/visits/appointments";
import { filterOf, PERIODS, type Period } from "@/areas/visits/periods";
import { oneOf } from "@/components/search-params";
import { onlyFor } from "@/session/access";

interface AppointmentsSearch {
  /** What is coming up, unless said otherwise. */
  when?: Period | undefined;
}

export const Route = createFileRoute("/appointments/")({
  validateSearch: (search): AppointmentsSearch => ({ when: oneOf(search, "when", PERIODS) }),
  beforeLoad: onlyFor("patient"),
  loaderDeps: ({ search: { when = "upcoming" } }) => ({ when }),
  loader: ({ context: { queryClient }, deps: { when } }) =>
    void queryClient.prefetchInfiniteQuery(appointmentsQuery(filterOf(when))),
  component: Appointments,
});
