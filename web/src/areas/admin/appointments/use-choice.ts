import { getRouteApi } from "@tanstack/react-router";

const route = getRouteApi("/admin/appointments/new");

/** What has been chosen so far, as the address says it, and a way to change it. */
export function useChoice() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (changed: typeof search) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true, resetScroll: false });
  return [search, change] as const;
}
