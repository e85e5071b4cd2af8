/**
 * The start page as text, made while the app is built: index.html shows it until the app itself is there.
 *
 * The app does not take it over (it would have to be the same to the letter, in any language and any colours); it puts itself in its
 * place, which looks the same. Links work from the first moment; what is asked of the API is grey until then.
 */
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import i18next from "i18next";
import { renderToStaticMarkup } from "react-dom/server";
import { startWords } from "./i18n/i18n";
import type { Language } from "./i18n/languages";
import { queryClient, router } from "./router";
import { theme } from "./theme/theme";

/** Write the start page in a language. */
export async function prerender(language: Language): Promise<string> {
  await (i18next.isInitialized ? i18next.changeLanguage(language) : startWords(language));
  await i18next.loadNamespaces("public");
  router.update({ ...router.options, history: createMemoryHistory({ initialEntries: ["/"] }), isServer: true });
  await router.load();
  const page = renderToStaticMarkup(
    <QueryClientProvider client={queryClient}>
      <MantineProvider theme={theme} withCssVariables={false} withGlobalClasses={false}>
        <RouterProvider router={router} />
      </MantineProvider>
    </QueryClientProvider>,
  );
  // What the page asks the API for is for the browser to ask.
  await queryClient.cancelQueries();
  queryClient.clear();
  return page;
}
