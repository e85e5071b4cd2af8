import { createFileRoute } from "@tanstack/react-router";
import { isOwn } from "@/areas/account/intent";
import { SignIn } from "@/areas/account/sign-in";
import { textIn } from "@/components/search-params";
import { loadWords } from "@/i18n/i18n";
import { sendOn } from "@/session/access";

interface SignInSearch {
  /** The page to go to afterwards. */
  next?: string | undefined;
  email?: string | undefined;
}

export const Route = createFileRoute("/sign-in")({
  validateSearch: (search): SignInSearch => ({ next: textIn(search, "next"), email: textIn(search, "email") }),
  beforeLoad: ({ context: { queryClient }, search: { next } }) => sendOn(queryClient, isOwn(next) ? next : undefined),
  loader: () => loadWords("account"),
  component: SignIn,
});
