import { queryOptions } from "@tanstack/react-query";
import { api, callWithTag, type Schemas } from "./client";

export type Profile = Schemas["Profile"];
export type Role = Schemas["Role"];

/** The signed-in person's account, with its ETag. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => callWithTag(api.GET("/v1/me", { signal })),
  staleTime: 5 * 60_000,
});
