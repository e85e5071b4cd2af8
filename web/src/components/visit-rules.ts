/** What may be done with a visit, as the API judges it: a button that can only be refused should not be there. */
import { OPEN } from "@/api/appointment-status";
import type { Appointment, Step } from "@/api/appointments";
import type { Role } from "@/api/me";

type Standing = Pick<Appointment, "status" | "starts_at" | "changeable_until">;

/** Tell whether a visit is still to come about. */
export function isOpen({ status }: Pick<Appointment, "status">): boolean {
  return OPEN.includes(status);
}

/** Tell whether a visit has begun. */
export function hasBegun({ starts_at }: Pick<Appointment, "starts_at">, now: Date): boolean {
  return Date.parse(starts_at) <= now.getTime();
}

/** Patients move a visit up to the clinic's cut-off, doctors and admins until it begins. */
export function mayMove(visit: Standing, role: Role, now: Date): boolean {
  return mayCancel(visit, role, now) && !hasBegun(visit, now);
}

/** Patients cancel a visit up to the clinic's cut-off, doctors and admins as long as it is open. */
export function mayCancel(visit: Standing, role: Role, now: Date): boolean {
  return isOpen(visit) && (role !== "patient" || now.getTime() <= Date.parse(visit.changeable_until));
}

/** Both sides are reminded of a visit that is still ahead. */
export function mayRemind(visit: Standing, now: Date): boolean {
  return isOpen(visit) && !hasBegun(visit, now);
}

/** What its doctor or an admin notes of a visit next. */
export function stepsFrom({ status }: Pick<Appointment, "status">): readonly Step[] {
  if (status === "booked") return ["confirm"];
  return status === "confirmed" ? ["complete", "no-show"] : [];
}
