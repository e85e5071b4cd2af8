import { createFileRoute } from "@tanstack/react-router";
import { earliestQuery, specialtiesQuery } from "@/api/doctors";
import { Home } from "@/areas/public/home";
import { loadWords } from "@/i18n/i18n";

export const Route = createFileRoute("/")({
  // Asked for with the page's code, not after it.
  loader: ({ context: { queryClient } }) => {
    void queryClient.prefetchQuery(specialtiesQuery);
    void queryClient.prefetchQuery(earliestQuery({}));
    return loadWords("public");
  },
  component: Home,
});
