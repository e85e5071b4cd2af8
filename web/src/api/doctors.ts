/** Doctors and their free times, as everyone sees them. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Day } from "@/time/instants";
import { api, call, type Schemas } from "./client";
import { given } from "./given";

export type Doctor = Schemas["Doctor"];
export type Slot = Schemas["Slot"];
export type VisitType = Doctor["visit_types"][number];

export interface DoctorFilter {
  specialty?: string | undefined;
  q?: string | undefined;
  available_on?: Day | undefined;
}

// Free times go fast: what is on the screen is looked at anew when somebody comes back to it.
const SLOTS_FRESH_MILLISECONDS = 5_000;
const PAGE = 24;

/** The specialties there are, with how many doctors each has. */
export const specialtiesQuery = queryOptions({
  queryKey: ["specialties"],
  queryFn: async ({ signal }) => (await call(api.GET("/v1/specialties", { signal }))).items,
  staleTime: 10 * 60_000,
});

/** Doctors by name, page by page. */
export const doctorsQuery = (filter: DoctorFilter) =>
  infiniteQueryOptions({
    queryKey: ["doctors", filter],
    queryFn: ({ pageParam: cursor, signal }) =>
      call(api.GET("/v1/doctors", { params: { query: given({ ...filter, limit: PAGE, cursor }) }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });

/** One doctor. */
export const doctorQuery = (id: string) =>
  queryOptions({
    queryKey: ["doctor", id],
    queryFn: ({ signal }) => call(api.GET("/v1/doctors/{doctor_id}", { params: { path: { doctor_id: id } }, signal })),
    staleTime: 60_000,
  });

export interface SlotsWanted {
  doctorId: string;
  from: Day;
  to: Day;
  visitType: string | undefined;
  /** An appointment that is to move: what it holds itself is not in its way, and it keeps its visit type. */
  moving?: string | undefined;
}

/** A doctor's free times on some days of their own, both included; at most 62. */
export const slotsQuery = ({ doctorId, from, to, visitType, moving }: SlotsWanted) =>
  queryOptions({
    queryKey: ["slots", doctorId, from, to, visitType ?? null, moving ?? null],
    queryFn: ({ signal }) =>
      moving === undefined
        ? call(
            api.GET("/v1/doctors/{doctor_id}/slots", {
              params: { path: { doctor_id: doctorId }, query: given({ from, to, visit_type: visitType }) },
              signal,
            }),
          )
        : call(
            api.GET("/v1/appointments/{appointment_id}/slots", {
              params: { path: { appointment_id: moving }, query: { from, to } },
              signal,
            }),
          ),
    staleTime: SLOTS_FRESH_MILLISECONDS,
  });

export interface EarliestWanted {
  specialty?: string | undefined;
  from?: Day | undefined;
  limit?: number;
}

/** The first free times over all doctors of a specialty, or of all. */
export const earliestQuery = ({ specialty, from, limit = 30 }: EarliestWanted) =>
  queryOptions({
    queryKey: ["earliest", specialty ?? null, from ?? null, limit],
    queryFn: async ({ signal }) =>
      (await call(api.GET("/v1/slots", { params: { query: given({ specialty, from, limit }) }, signal }))).items,
    staleTime: SLOTS_FRESH_MILLISECONDS,
  });
