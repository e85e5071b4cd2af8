/** What somebody was told of their appointments. */
import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, call, type Schemas } from "./client";
import { given } from "./given";

export type OwnNotification = Schemas["OwnNotification"];

/** One's own notifications, newest first, page by page. */
export const ownNotificationsQuery = infiniteQueryOptions({
  queryKey: ["notifications", "own"],
  queryFn: ({ pageParam: cursor, signal }) =>
    call(api.GET("/v1/me/notifications", { params: { query: given({ cursor }) }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});
