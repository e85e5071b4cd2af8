import { createFileRoute } from "@tanstack/react-router";
import { Dashboard } from "@/areas/admin/dashboard/dashboard";
import { PERIODS, type PeriodSearch } from "@/areas/admin/dashboard/period";
import { dayIn, oneOf } from "@/components/search-params";

export const Route = createFileRoute("/admin/")({
  validateSearch: (search): PeriodSearch => ({
    period: oneOf(search, "period", PERIODS),
    from: dayIn(search, "from"),
    to: dayIn(search, "to"),
  }),
  component: Dashboard,
});
