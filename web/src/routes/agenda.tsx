import { createFileRoute } from "@tanstack/react-router";
import { AgendaPage } from "@/areas/doctor/agenda/agenda-page";
import { dayIn, oneOf, textIn } from "@/components/search-params";
import { loadWords } from "@/i18n/i18n";
import { onlyFor } from "@/session/access";
import type { Day } from "@/time/instants";

interface AgendaSearch {
  /** By the width of the screen, unless said. */
  view?: "day" | "week" | undefined;
  day?: Day | undefined;
  /** The visit that is looked at. */
  visit?: string | undefined;
  /** Whether cancelled visits are shown too. */
  cancelled?: boolean | undefined;
}

export const Route = createFileRoute("/agenda")({
  validateSearch: (search): AgendaSearch => ({
    view: oneOf(search, "view", ["day", "week"]),
    day: dayIn(search, "day"),
    visit: textIn(search, "visit"),
    cancelled: search.cancelled === true || undefined,
  }),
  beforeLoad: onlyFor("doctor"),
  loader: () => loadWords("doctor"),
  component: AgendaPage,
});
