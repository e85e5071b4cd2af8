/** What admins see and change: figures, accounts, and the ledger of who was told what. */
import { infiniteQueryOptions, keepPreviousData, type QueryClient, queryOptions } from "@tanstack/react-query";
import type { Day } from "@/time/instants";
import { api, call, callWithTag, ifMatch, type Schemas, type Tagged } from "./client";
import { given } from "./given";
import type { Role } from "./me";

export type Statistics = Schemas["Statistics"];
export type User = Schemas["User"];
export type UserChanges = Schemas["ChangeUser"];
export type Notification = Schemas["Notification"];
export type NotificationStatus = Notification["status"];

const PAGE = 20;
const MOST = 100;

/** The clinic in figures, from one day to another, both included, on the admin's own wall. At most 366 days. */
export const statisticsQuery = (from: Day, to: Day) =>
  queryOptions({
    queryKey: ["statistics", from, to],
    queryFn: ({ signal }) => call(api.GET("/v1/admin/statistics", { params: { query: { from, to } }, signal })),
    placeholderData: keepPreviousData,
  });

export interface UserFilter {
  role?: Role | undefined;
  active?: boolean | undefined;
  /** Part of a name or mail address. */
  q?: string | undefined;
}

/** Accounts by name, page by page. */
export const usersQuery = (filter: UserFilter) =>
  infiniteQueryOptions({
    queryKey: ["users", filter],
    queryFn: ({ pageParam: cursor, signal }) =>
      call(api.GET("/v1/admin/users", { params: { query: given({ ...filter, limit: PAGE, cursor }) }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });

/** One account, with its ETag. */
export const userQuery = (id: string) =>
  queryOptions({
    queryKey: ["user", id],
    queryFn: ({ signal }) => callWithTag(api.GET("/v1/admin/users/{user_id}", { ...user(id), signal })),
  });

/** Change an account; what is left out stays. Throws: Problem, Unreachable. */
export function changeUser({ data, tag }: Tagged<Pick<User, "id">>, changes: UserChanges): Promise<Tagged<User>> {
  return callWithTag(
    api.PATCH("/v1/admin/users/{user_id}", { ...user(data.id), body: changes, headers: ifMatch(tag) }),
  );
}

/** After a change to an account: whatever shows people, doctors or their times is to be read again. */
export async function peopleChanged(queryClient: QueryClient): Promise<void> {
  const stale = ["user", "users", "doctors", "specialties", "slots", "earliest", "appointment", "appointments", "me"];
  await Promise.all([
    ...stale.map((name) => queryClient.invalidateQueries({ queryKey: [name] })),
    // Not at once: of a doctor who has just been deactivated there is no profile any more.
    queryClient.invalidateQueries({ queryKey: ["doctor"], refetchType: "none" }),
  ]);
}

export interface LedgerFilter {
  status?: NotificationStatus | undefined;
  recipient_id?: string | undefined;
}

/** Who was told of what, newest first, page by page. */
export const notificationsQuery = (filter: LedgerFilter) =>
  infiniteQueryOptions({
    queryKey: ["notifications", "pages", filter],
    queryFn: ({ pageParam: cursor, signal }) => readLedger({ ...filter, limit: PAGE, cursor }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });

/** How many notifications have failed; of a hundred and more it is only known that they are more. */
export const failuresQuery = queryOptions({
  queryKey: ["notifications", "failures"],
  queryFn: async ({ signal }) => countOf(await readLedger({ status: "failed", limit: MOST }, signal)),
});

/** All that was told of one visit. */
export const visitNotificationsQuery = (appointmentId: string) =>
  queryOptions({
    queryKey: ["notifications", "visit", appointmentId],
    queryFn: async ({ signal }) => (await readLedger({ appointment_id: appointmentId, limit: MOST }, signal)).items,
  });

/** Have somebody told after all. That takes a moment: what is answered is how it stood before. Throws: Problem, Unreachable. */
export function retryNotification(id: number): Promise<Notification> {
  return call(
    api.POST("/v1/admin/notifications/{notification_id}/retries", { params: { path: { notification_id: id } } }),
  );
}

export interface Count {
  count: number;
  /** There are more than that. */
  isMore: boolean;
}

/** How many things a list has, told by its first page. */
export function countOf(page: { readonly items: readonly unknown[]; readonly next_cursor?: string | null }): Count {
  return { count: page.items.length, isMore: page.next_cursor != null };
}

function user(id: string) {
  return { params: { path: { user_id: id } } };
}

function readLedger(
  query: LedgerFilter & { appointment_id?: string; limit: number; cursor?: string | undefined },
  signal: AbortSignal,
) {
  return call(api.GET("/v1/admin/notifications", { params: { query: given(query) }, signal }));
}
