/** When a doctor sees patients: what is published, what a change would offer, and publishing it. */
import { keepPreviousData, type QueryClient, queryOptions } from "@tanstack/react-query";
import type { Day } from "@/time/instants";
import { api, call, callWithTag, ifMatch, type Schemas, type Tagged } from "./client";
import { given } from "./given";

export type Availability = Schemas["Availability"];
export type PreviewedSlot = Schemas["PreviewedSlot"];

/** What a doctor publishes, with its ETag: one's own, or anybody's for an admin. */
export const availabilityQuery = (doctorId: string) =>
  queryOptions({
    queryKey: ["availability", doctorId],
    queryFn: ({ signal }) =>
      callWithTag(api.GET("/v1/doctors/{doctor_id}/availability", { params: { path: at(doctorId) }, signal })),
  });

export interface PreviewWanted {
  doctorId: string;
  body: Availability;
  from: Day;
  to: Day;
  /** Code of a visit type; without one the first. */
  visitType: string | undefined;
}

/** What hours would offer if they were published now, free or not; it also tells what is wrong with them. Nothing is stored. */
export const previewQuery = ({ doctorId, body, from, to, visitType }: PreviewWanted) =>
  queryOptions({
    queryKey: ["availability-preview", doctorId, body, from, to, visitType ?? null],
    queryFn: ({ signal }) =>
      call(
        api.POST("/v1/doctors/{doctor_id}/availability/preview", {
          params: { path: at(doctorId), query: given({ from, to, visit_type: visitType }) },
          body,
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    // Each keystroke is an entry of its own: not worth keeping.
    gcTime: 60_000,
  });

/** Publish hours in place of those that were read with this tag. Throws: Problem, Unreachable. */
export function publish(doctorId: string, { data: body, tag }: Tagged<Availability>): Promise<Tagged<Availability>> {
  return callWithTag(
    api.PUT("/v1/doctors/{doctor_id}/availability", { params: { path: at(doctorId) }, body, headers: ifMatch(tag) }),
  );
}

/** After other hours were published: what is offered is to be read again. */
export async function hoursChanged(queryClient: QueryClient): Promise<void> {
  const stale = ["doctor", "doctors", "slots", "earliest", "appointments", "appointment"];
  await Promise.all(stale.map((name) => queryClient.invalidateQueries({ queryKey: [name] })));
}

function at(doctorId: string) {
  return { doctor_id: doctorId };
}
