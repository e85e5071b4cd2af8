/** Doctors as an admin adds and closes them; what is written of them is changed as they do it themselves, by `profile.ts`. */
import { api, call, ifMatch, once, type Schemas } from "./client";
import type { Doctor } from "./doctors";

export type NewDoctor = Schemas["InviteDoctor"];

/** Add a doctor, who is invited by mail; with one key once. Throws: Problem, Unreachable. */
export function addDoctor(body: NewDoctor, key: string): Promise<Doctor> {
  return call(api.POST("/v1/doctors", { body, headers: once(key) }));
}

/** Let a doctor neither sign in nor be booked any more. Throws: Problem, Unreachable. */
export async function deactivateDoctor(id: string, tag: string | null): Promise<void> {
  await call(api.DELETE("/v1/doctors/{doctor_id}", { ...doctor(id), headers: ifMatch(tag) }));
}

/** Send the invitation again. Throws: Problem, Unreachable. */
export async function inviteAgain(id: string): Promise<void> {
  await call(api.POST("/v1/doctors/{doctor_id}/invitations", doctor(id)));
}

function doctor(id: string) {
  return { params: { path: { doctor_id: id } } };
}
