import { createFileRoute } from "@tanstack/react-router";
import { Register } from "@/areas/account/register";
import { textIn } from "@/components/search-params";
import { loadWords } from "@/i18n/i18n";

interface RegisterSearch {
  /** The page to go to afterwards. */
  next?: string | undefined;
  email?: string | undefined;
}

export const Route = createFileRoute("/register")({
  validateSearch: (search): RegisterSearch => ({ next: textIn(search, "next"), email: textIn(search, "email") }),
  loader: () => loadWords("account"),
  component: Register,
});
