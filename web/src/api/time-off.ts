/** When a doctor is away. */
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { api, call, everyPage, once, type Schemas } from "./client";
import { given } from "./given";

export type TimeOff = Schemas["TimeOff"];
export type AddTimeOff = Schemas["AddTimeOff"];

const MOST = 100;

/** A doctor's time off by start, without what is over. */
export const timeOffQuery = (doctorId: string) =>
  queryOptions({
    queryKey: ["time-off", doctorId],
    queryFn: ({ signal }) =>
      everyPage((cursor) =>
        call(
          api.GET("/v1/doctors/{doctor_id}/time-off", {
            params: { path: { doctor_id: doctorId }, query: given({ cursor, limit: MOST }) },
            signal,
          }),
        ),
      ),
  });

/** Close some time. The answer names the open appointments in it, which stay until somebody moves or cancels them. Throws: Problem, Unreachable. */
export function addTimeOff(doctorId: string, body: AddTimeOff, key: string): Promise<TimeOff> {
  return call(
    api.POST("/v1/doctors/{doctor_id}/time-off", {
      params: { path: { doctor_id: doctorId } },
      body,
      headers: once(key),
    }),
  );
}

/** Open the time again. Throws: Problem, Unreachable. */
export async function removeTimeOff(doctorId: string, timeOffId: string): Promise<void> {
  const path = { doctor_id: doctorId, time_off_id: timeOffId };
  await call(api.DELETE("/v1/doctors/{doctor_id}/time-off/{time_off_id}", { params: { path } }));
}

/** After a change: what is closed and what is offered are to be read again. */
export async function timeOffChanged(queryClient: QueryClient): Promise<void> {
  const stale = ["time-off", "slots", "earliest", "appointments", "availability-preview"];
  await Promise.all(stale.map((name) => queryClient.invalidateQueries({ queryKey: [name] })));
}
