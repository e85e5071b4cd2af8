import { createFileRoute } from "@tanstack/react-router";
import type { Role } from "@/api/me";
import { Users } from "@/areas/admin/users/users";
import { ACTIVITIES, type Activity, ROLES } from "@/areas/admin/users/users-search";
import { oneOf, textIn } from "@/components/search-params";

interface UsersSearch {
  q?: string | undefined;
  role?: Role | undefined;
  active?: Activity | undefined;
}

export const Route = createFileRoute("/admin/users/")({
  validateSearch: (search): UsersSearch => ({
    q: textIn(search, "q"),
    role: oneOf(search, "role", ROLES),
    active: oneOf(search, "active", ACTIVITIES),
  }),
  component: Users,
});
