/** Changing one's own account and, for doctors, what everyone sees of them. */
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { api, callWithTag, ifMatch, type Schemas, type Tagged } from "./client";
import type { Doctor } from "./doctors";
import { meQuery, type Profile } from "./me";

export type ProfileChanges = Schemas["ChangeProfile"];
export type DoctorChanges = Schemas["ChangeDoctor"];

/** Change one's own account; what is left out stays. Throws: Problem, Unreachable. */
export function changeProfile({ tag }: Tagged<Profile>, body: ProfileChanges): Promise<Tagged<Profile>> {
  return callWithTag(api.PATCH("/v1/me", { body, headers: ifMatch(tag) }));
}

/** Keep a language as that of one's account, whatever else has been changed about it. Throws: Problem, Unreachable. */
export async function keepLocale(
  queryClient: QueryClient,
  locale: NonNullable<ProfileChanges["locale"]>,
): Promise<void> {
  const me = await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
  if (me.data.locale !== locale) queryClient.setQueryData(meQuery.queryKey, await changeProfile(me, { locale }));
}

/** A doctor as everyone sees them, with the ETag. */
export const publicProfileQuery = (id: string) =>
  queryOptions({
    queryKey: ["doctor", id, "profile"],
    queryFn: ({ signal }) =>
      callWithTag(api.GET("/v1/doctors/{doctor_id}", { params: { path: { doctor_id: id } }, signal })),
  });

/** Change what everyone sees; what is left out stays. Throws: Problem, Unreachable. */
export function changePublicProfile({ data, tag }: Tagged<Doctor>, body: DoctorChanges): Promise<Tagged<Doctor>> {
  const params = { path: { doctor_id: data.id } };
  return callWithTag(api.PATCH("/v1/doctors/{doctor_id}", { params, body, headers: ifMatch(tag) }));
}

/** After a change: the account and the public profile are two views of one thing, and names stand on other pages too. */
export async function profileChanged(queryClient: QueryClient): Promise<void> {
  const stale = [meQuery.queryKey, ["doctor"], ["doctors"], ["appointment"], ["appointments"], ["slots"], ["earliest"]];
  await Promise.all(stale.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}
