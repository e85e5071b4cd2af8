/** Which pages are whose. */
import type { QueryClient } from "@tanstack/react-query";
import { type ParsedLocation, redirect } from "@tanstack/react-router";
import { meQuery, type Role } from "@/api/me";
import { restore } from "./session";

/** Where somebody begins. */
export function homeOf(role: Role): "/appointments" | "/agenda" | "/admin" {
  return ({ patient: "/appointments", doctor: "/agenda", admin: "/admin" } as const)[role];
}

interface Arrival {
  context: { queryClient: QueryClient };
  location: ParsedLocation;
}

/** A `beforeLoad`: let people of these roles in, send others to their own pages, and strangers to sign in and come back. */
export function onlyFor(...roles: Role[]) {
  return async ({ context, location }: Arrival): Promise<void> => {
    if ((await restore()) !== "signed-in") throw redirect({ to: "/sign-in", search: { next: location.href } });
    const { data: me } = await context.queryClient.ensureQueryData(meQuery);
    if (!roles.includes(me.role)) throw redirect({ to: homeOf(me.role) });
  };
}
