import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import i18next from "i18next";
import { meQuery } from "@/api/me";
import { hasChosenLanguage, languageOf } from "@/i18n/languages";
import { homeOf } from "@/session/access";
import { dropIntent, isOwn, keptIntent } from "./intent";

/** Where somebody who has just signed in goes: where they wanted to, on with their booking, or home. */
export function useArrival(next: string | undefined): () => Promise<void> {
  const router = useRouter();
  const queryClient = useQueryClient();
  return async () => {
    const { data: me } = await queryClient.fetchQuery(meQuery);
    const language = languageOf(me.locale);
    if (language && !hasChosenLanguage()) await i18next.changeLanguage(language);
    const intent = me.role === "patient" ? keptIntent() : null;
    dropIntent();
    const to = isOwn(next) ? next : (intent ?? homeOf(me.role));
    await router.navigate({ href: to, replace: true });
  };
}
