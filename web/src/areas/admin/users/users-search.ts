/** What narrows a list of accounts, as addresses say it. */
import type { Role } from "@/api/me";

export const ROLES = ["patient", "doctor", "admin"] as const satisfies Role[];
export const ACTIVITIES = ["yes", "no"] as const;

/** Whether those who may sign in are wanted, or those who may not. */
export type Activity = (typeof ACTIVITIES)[number];

/** As the API takes it. */
export function isActive(activity: Activity | undefined): boolean | undefined {
  return activity === undefined ? undefined : activity === "yes";
}
