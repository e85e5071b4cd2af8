/** Appointments: lists, one, and every step of their life. */
import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import type { Day, Instant } from "@/time/instants";
import { type AppointmentStatus, OPEN } from "./appointment-status";
import { api, call, callWithTag, everyPage, ifMatch, once, type Schemas, type Tagged } from "./client";
import { given } from "./given";
import { Problem } from "./problem";

export { type AppointmentStatus, OPEN } from "./appointment-status";
export type Appointment = Schemas["Appointment"];
export type BookAppointment = Schemas["BookAppointment"];

export interface AppointmentFilter {
  status?: AppointmentStatus[] | undefined;
  /** A day in the reader's own zone, or an instant. */
  from?: Day | Instant | undefined;
  to?: Day | Instant | undefined;
  doctor_id?: string | undefined;
  patient_id?: string | undefined;
  order?: "asc" | "desc" | undefined;
}

const PAGE = 20;
const MOST = 100;

/** Appointments by start, page by page: one's own, or everybody's for an admin. */
export const appointmentsQuery = (filter: AppointmentFilter) =>
  infiniteQueryOptions({
    queryKey: ["appointments", "pages", filter],
    queryFn: ({ pageParam: cursor, signal }) => readPage({ ...filter, limit: PAGE, cursor }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

/** All the appointments of a short period, such as a week of an agenda. */
export const allAppointmentsQuery = (filter: AppointmentFilter & { from: Day | Instant; to: Day | Instant }) =>
  queryOptions({
    queryKey: ["appointments", "all", filter],
    queryFn: ({ signal }) => everyPage((cursor) => readPage({ ...filter, limit: MOST, cursor }, signal)),
  });

/** One appointment, with its ETag. */
export const appointmentQuery = (id: string) =>
  queryOptions({
    queryKey: ["appointment", id],
    queryFn: ({ signal }) => callWithTag(api.GET("/v1/appointments/{appointment_id}", { ...at(id), signal })),
  });

/** The visit that a patient has with a doctor at an instant: one's own, or for an admin that of `patient_id`. Throws: Problem, Unreachable. */
export async function visitAt({ doctor_id, patient_id, starts_at }: BookAppointment): Promise<Appointment | null> {
  const first = { status: [...OPEN], from: starts_at, doctor_id, patient_id: patient_id ?? undefined, limit: 1 };
  const { items } = await readPage({ ...first, cursor: undefined });
  return items.find((visit) => Date.parse(visit.starts_at) === Date.parse(starts_at)) ?? null;
}

/** Book. The key makes a request that is sent twice one booking: keep it while the body stays. Throws: Problem, Unreachable. */
export function book(body: BookAppointment, key: string): Promise<Appointment> {
  return changed(api.POST("/v1/appointments", { body, headers: once(key) }));
}

/** Move to another start. Throws: Problem, Unreachable. */
export function reschedule({ data, tag }: Tagged<Appointment>, startsAt: Instant): Promise<Appointment> {
  const body = { starts_at: startsAt };
  return changed(
    api.POST("/v1/appointments/{appointment_id}/reschedule", { ...at(data.id), body, headers: ifMatch(tag) }),
  );
}

/** Cancel, with a reason that is kept and sent to nobody. Throws: Problem, Unreachable. */
export function cancel({ data, tag }: Tagged<Appointment>, reason: string): Promise<Appointment> {
  const body = { reason: reason.trim() || null };
  return changed(api.POST("/v1/appointments/{appointment_id}/cancel", { ...at(data.id), body, headers: ifMatch(tag) }));
}

export type Step = "confirm" | "complete" | "no-show";

/** What its doctor or an admin notes. Throws: Problem, Unreachable. */
export function note({ data, tag }: Tagged<Appointment>, step: Step): Promise<Appointment> {
  return changed(api.POST(`/v1/appointments/{appointment_id}/${step}`, { ...at(data.id), headers: ifMatch(tag) }));
}

/** Tell both sides again. Throws: Problem, Unreachable. */
export async function remind(id: string): Promise<void> {
  await changed(api.POST("/v1/appointments/{appointment_id}/reminders", at(id)));
}

/** After a change: lists, free times and figures are to be read again. */
export async function appointmentsChanged(queryClient: QueryClient): Promise<void> {
  const stale = ["appointment", "appointments", "slots", "earliest", "statistics", "notifications", "time-off"];
  await Promise.all(stale.map((name) => queryClient.invalidateQueries({ queryKey: [name] })));
}

/** Wait for a change. What answers in the API's place, such as a gateway that waited long enough, does not know what came of it. */
async function changed<Data>(asked: Parameters<typeof call<Data>>[0]): Promise<Data> {
  try {
    return await call(asked);
  } catch (refusal) {
    const isNotOfTheApi = refusal instanceof Problem && /^status-5/.test(refusal.slug);
    throw isNotOfTheApi ? new Problem(refusal.status, "outcome-unknown", refusal.message) : refusal;
  }
}

function at(id: string) {
  return { params: { path: { appointment_id: id } } };
}

function readPage(query: AppointmentFilter & { limit: number; cursor: string | undefined }, signal?: AbortSignal) {
  return call(api.GET("/v1/appointments", { params: { query: given(query) }, ...(signal && { signal }) }));
}
