/** Tabs of one browser share a cookie, so what reads or writes it happens one after the other. */

const TABS = "medbook-session";
// The service worker holds it while it renews for a page that may be gone, and with it that page's turn (src/service-worker.ts).
const WORKER = "medbook-renewal";

/** Do something when no other tab does; `with the worker`: nor the service worker. A renewal goes through the worker itself. */
export async function inTurn<Result>(task: () => Promise<Result>, others?: "with the worker"): Promise<Result> {
  // Absent where the page did not come over HTTPS or from localhost; then tabs hope not to meet.
  if (navigator.locks === undefined) return task();
  return alone(TABS, others === undefined ? task : () => alone(WORKER, task));
}

async function alone<Result>(lock: string, task: () => Promise<Result>): Promise<Result> {
  return await navigator.locks.request(lock, task as () => Promise<Awaited<Result>>);
}
