import { QueryClient } from "@tanstack/react-query";
import { createRouter } from "@tanstack/react-router";
import { Problem } from "./api/problem";
import { Broken, NotFound } from "./layout/dead-ends";
import { routeTree } from "./routes.gen";
import { getEra, getStatus, joinOtherTabs, subscribe } from "./session/session";

const MOST_RETRIES = 2;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // What the API refuses it will refuse again; only what did not come through is worth another try.
      retry: (count, error) => count < MOST_RETRIES && !(error instanceof Problem && error.status < 500),
    },
  },
});

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: "intent",
  // Freshness is the query cache's to judge.
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultErrorComponent: Broken,
  defaultNotFoundComponent: NotFound,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

/** When somebody signs in or out, here or in another tab: forget what the one before saw, and look again who may be on this page. */
export function watchSession(): void {
  joinOtherTabs();
  let [era, status] = [getEra(), getStatus()];
  subscribe(() => {
    if (getEra() !== era) queryClient.clear();
    if (getStatus() !== status && (getStatus() === "signed-in" || status === "signed-in")) void router.invalidate();
    [era, status] = [getEra(), getStatus()];
  });
}
