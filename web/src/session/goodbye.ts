/**
 * Ending a session on the server, which may be out of reach in the moment somebody signs out.
 *
 * The refresh token is in a cookie that only the server can take away. Until it has, the browser owes it, across reloads, and tries again.
 */
import { inTurn } from "./turns";

const OWED = "medbook-goodbye-owed";
const REFUSED = 401;
const AGAIN_MILLISECONDS = 20_000;

let isLate = false;
const listeners = new Set<() => void>();

/** Whether somebody has signed out here and the server could not be told. */
export function isGoodbyeLate(): boolean {
  return isLate;
}

/** Be told when that changes; returns how to stop that. */
export function subscribeToGoodbye(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Note that the server is to be told; or no more, because it was, or because a new session's cookie is in the place of the old one. */
export function oweGoodbye(isOwed: boolean): void {
  if (isOwed) localStorage.setItem(OWED, "yes");
  else localStorage.removeItem(OWED);
  if (!isOwed) become(false);
}

function become(late: boolean): void {
  isLate = late;
  for (const listener of listeners) listener();
}

/** End the session on the server, with its access token or else with one that the cookie gives; try again later if that fails. */
export async function sayGoodbye(accessToken: string | null): Promise<void> {
  try {
    await inTurn(() => end(accessToken));
  } catch {
    become(true);
    setTimeout(sayWhatIsOwed, AGAIN_MILLISECONDS);
  }
}

/** Tell the server what it could not be told before. */
export function sayWhatIsOwed(): void {
  if (isOwed()) void sayGoodbye(null);
}

function isOwed(): boolean {
  return localStorage.getItem(OWED) === "yes";
}

async function end(accessToken: string | null): Promise<void> {
  // Another tab has said it, or somebody has signed in since.
  if (!isOwed()) return;
  const token = accessToken ?? (await renewed());
  if (token !== null) {
    const answer = await fetch("/v1/sessions/current", {
      method: "DELETE",
      headers: { authorization: `Bearer ${token}` },
    });
    if (!answer.ok && answer.status !== REFUSED) throw new TypeError(`The session was not ended: ${answer.status}`);
  }
  oweGoodbye(false);
}

/** A token of the session that the cookie stands for; null when there is none any more. */
async function renewed(): Promise<string | null> {
  const answer = await fetch("/v1/sessions/refresh", { method: "POST" });
  if (answer.status === REFUSED) return null;
  if (!answer.ok) throw new TypeError(`The session was not renewed: ${answer.status}`);
  const { access_token }: { access_token: string } = await answer.json();
  return access_token;
}
