import { createFileRoute } from "@tanstack/react-router";
import { SignIn } from "@/areas/account/sign-in";
import { textIn } from "@/components/search-params";
import { loadWords } from "@/i18n/i18n";

interface SignInSearch {
  /** The page to go to afterwards. */
  next?: string | undefined;
  email?: string | undefined;
}

export const Route = createFileRoute("/sign-in")({
  validateSearch: (search): SignInSearch => ({ next: textIn(search, "next"), email: textIn(search, "email") }),
  loader: () => loadWords("account"),
  component: SignIn,
});
