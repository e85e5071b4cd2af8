import "./theme/styles";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import i18next from "i18next";
import { StrictMode, startTransition } from "react";
import { createRoot } from "react-dom/client";
import { startWords } from "./i18n/i18n";
import { firstLanguage } from "./i18n/languages";
import { registerWorker } from "./register-worker";
import { queryClient, router, watchSession } from "./router";
import { sayWhatIsOwed } from "./session/goodbye";
import { restoreAtLast } from "./session/session";
import { theme } from "./theme/theme";

watchSession();
registerWorker();
// Not waited for: pages for everyone are shown at once. Pages of one's own wait for it themselves.
void restoreAtLast();
sayWhatIsOwed();
window.addEventListener("online", sayWhatIsOwed);
i18next.on("languageChanged", (language) => {
  document.documentElement.lang = language;
});

/** Not awaited at the top level: pages are modules that need this one, and would wait for it while it waits for them. */
async function start(): Promise<void> {
  await breath();
  await startWords(firstLanguage());
  await breath();
  // What stands in index.html stays until there is a page to put in its place.
  await router.load();
  await breath();
  const root = document.getElementById("root");
  if (root === null) throw new Error("index.html has no #root.");
  const shown = createRoot(root);
  // In small pieces, for the same reason.
  startTransition(() => shown.render(<App />));
}

/** A pause between pieces of work, in which the browser paints and a slow telephone answers to a finger. */
function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

function App() {
  return (
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        {/* The variables are in the style sheet (build/mantine-variables.ts): nothing is written into <style> at run time. */}
        <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
          <RouterProvider router={router} />
        </MantineProvider>
      </QueryClientProvider>
    </StrictMode>
  );
}

void start();
