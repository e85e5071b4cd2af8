import type { components } from "./schema.gen";

export type AppointmentStatus = components["schemas"]["AppointmentStatus"];

/** An appointment that is still to come about. */
export const OPEN: readonly AppointmentStatus[] = ["booked", "confirmed"];
