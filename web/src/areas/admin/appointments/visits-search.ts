/** What narrows the list of visits, as addresses say it. */
import type { AppointmentFilter, AppointmentStatus } from "@/api/appointments";
import { textIn } from "@/components/search-params";
import { addDays, type Day } from "@/time/instants";

export const STATUSES = [
  "booked",
  "confirmed",
  "completed",
  "no_show",
  "cancelled",
] as const satisfies AppointmentStatus[];
export const ORDERS = ["asc", "desc"] as const;
export const WHEN = ["today", "past", "all", "days"] as const;

export interface VisitsSearch {
  /** From today on, unless given. */
  when?: (typeof WHEN)[number] | undefined;
  /** With `days`: the first and the last. */
  from?: Day | undefined;
  to?: Day | undefined;
  /** Several with commas; all unless given. */
  status?: string | undefined;
  doctor?: string | undefined;
  patient?: string | undefined;
  /** What is past from the latest on, what is to come from the earliest, unless given. */
  order?: (typeof ORDERS)[number] | undefined;
}

/** The statuses an address names, in one order and with commas. */
export function statusesIn(search: Record<string, unknown>, name: string): string | undefined {
  return written(statusesOf(textIn(search, name)));
}

export function statusesOf(told: string | undefined): AppointmentStatus[] {
  const named = told?.split(",") ?? [];
  return STATUSES.filter((status) => named.includes(status));
}

/** All of them and none of them are the same: no limit. */
export function written(statuses: readonly string[]): string | undefined {
  const named = STATUSES.filter((status) => statuses.includes(status));
  return named.length > 0 && named.length < STATUSES.length ? named.join(",") : undefined;
}

export function orderOf({ order, when }: VisitsSearch): "asc" | "desc" {
  return order ?? (when === "past" || when === "all" ? "desc" : "asc");
}

/** What the API is asked for; days are on the admin's own wall. */
export function filterOf(search: VisitsSearch, today: Day): AppointmentFilter {
  const statuses = statusesOf(search.status);
  return {
    ...daysOf(search, today),
    status: statuses.length > 0 ? statuses : undefined,
    doctor_id: search.doctor,
    patient_id: search.patient,
    order: orderOf(search),
  };
}

function daysOf({ when, from, to }: VisitsSearch, today: Day): Pick<AppointmentFilter, "from" | "to"> {
  switch (when) {
    case "today":
      return { from: today, to: today };
    case "past":
      return { to: addDays(today, -1) };
    case "all":
      return {};
    case "days":
      return { from, to };
    default:
      return { from: today };
  }
}
