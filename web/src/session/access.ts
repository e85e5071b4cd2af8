/** Which pages are whose. */
import type { QueryClient } from "@tanstack/react-query";
import { type ParsedLocation, redirect } from "@tanstack/react-router";
import { meQuery, type Role } from "@/api/me";
import { Unreachable } from "@/api/problem";
import { restore, type Status } from "./session";

/** Where somebody begins. */
export function homeOf(role: Role): "/appointments" | "/agenda" | "/admin" {
  return ({ patient: "/appointments", doctor: "/agenda", admin: "/admin" } as const)[role];
}

interface Arrival {
  context: { queryClient: QueryClient };
  location: ParsedLocation;
}

/** Whether somebody is signed in, once that is known. Throws: Unreachable. */
export async function known(): Promise<Status> {
  return restore().catch((fault: unknown) => {
    throw new Unreachable(fault);
  });
}

/** A `beforeLoad`: let people of these roles in, send others to their own pages, and strangers to sign in and come back. */
export function onlyFor(...roles: Role[]) {
  return async ({ context, location }: Arrival): Promise<void> => {
    if ((await known()) !== "signed-in") throw redirect({ to: "/sign-in", search: { next: location.href } });
    const { data: me } = await context.queryClient.ensureQueryData(meQuery);
    if (!roles.includes(me.role)) throw redirect({ to: homeOf(me.role) });
  };
}

const PATIENCE_MILLISECONDS = 2_500;

/** Send whoever is signed in already on to `next`, or to their own pages: a second person would sign in on top of the first. */
export async function sendOn(queryClient: QueryClient, next: string | undefined): Promise<void> {
  const patience = new Promise<Status>((resolve) => setTimeout(resolve, PATIENCE_MILLISECONDS, "restoring"));
  const status = await Promise.race([known().catch((): Status => "restoring"), patience]);
  if (status !== "signed-in") return;
  const { data: me } = await queryClient.ensureQueryData(meQuery);
  throw redirect({ href: next ?? homeOf(me.role), replace: true });
}
