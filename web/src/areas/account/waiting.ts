/** Which tab waits for the link in a mail to be followed: the one in which somebody signed up last, for half an hour. */
import { newKey } from "@/api/client";

const STORED = "medbook-waiting";
const WAITED_MILLISECONDS = 30 * 60_000;

export interface Wait {
  id: string;
  since: number;
}

/** Wait from now on; whoever waited before in this browser waits no more. */
export function beginWaiting(now: number = Date.now()): Wait {
  const id = newKey();
  localStorage.setItem(STORED, id);
  return { id, since: now };
}

/** Tell whether it is still this one's turn. */
export function isWaiting({ id, since }: Wait, now: number = Date.now()): boolean {
  return localStorage.getItem(STORED) === id && now - since < WAITED_MILLISECONDS;
}
