import { createFileRoute } from "@tanstack/react-router";
import { Earliest } from "@/areas/public/earliest";
import { dayIn, textIn } from "@/components/search-params";
import { loadWords } from "@/i18n/i18n";
import type { Day } from "@/time/instants";

interface EarliestSearch {
  specialty?: string | undefined;
  from?: Day | undefined;
}

export const Route = createFileRoute("/earliest")({
  validateSearch: (search): EarliestSearch => ({ specialty: textIn(search, "specialty"), from: dayIn(search, "from") }),
  loader: () => loadWords("public"),
  component: Earliest,
});
