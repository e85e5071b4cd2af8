/**
 * Who is signed in, in this tab.
 *
 * The access token lives in this module's memory alone, the refresh token in a cookie that no script reads. A refresh token works
 * once, and one that comes twice ends the session (docs/decisions/0008): so tabs take turns, by a lock of the browser, and the
 * service worker finishes what a page that was reloaded had begun.
 */

export type Status = "restoring" | "signed-in" | "signed-out";

const SESSIONS = "/v1/sessions";
const REFRESH = "/v1/sessions/refresh";
const LOCK = "medbook-session";
// Not a secret: it says that asking for a session is worth while.
const HINT = "medbook-signed-in";
const REFUSED = 401;
// Renewed a little early, so that no request is refused for it.
const EARLY_MILLISECONDS = 20_000;

interface Token {
  value: string;
  expiresAt: number;
}

type News = "signed-in" | "signed-out" | "email-verified";

let token: Token | null = null;
// Nobody is signed in where pages are only written (src/prerender.tsx).
let status: Status = globalThis.localStorage?.getItem(HINT) ? "restoring" : "signed-out";
let renewal: Promise<Token | null> | null = null;
const listeners = new Set<() => void>();
const newsListeners = new Set<(news: News) => void>();
let otherTabs: BroadcastChannel | null = null;

/** Begin to hear what happens in other tabs, and to tell them. */
export function joinOtherTabs(): void {
  otherTabs = new BroadcastChannel("medbook-session");
  otherTabs.addEventListener("message", ({ data }: MessageEvent<News>) => hear(data));
}

function hear(news: News): void {
  if (news === "signed-in") {
    // Perhaps somebody else: what this tab holds is theirs no more.
    token = null;
    become("restoring");
    restore().catch(() => undefined);
  }
  if (news === "signed-out") forget();
  for (const listener of newsListeners) listener(news);
}

/** How things stand. */
export function getStatus(): Status {
  return status;
}

/** Be told when the status changes; returns how to stop that. */
export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Hear what happens in other tabs; returns how to stop that. */
export function onNews(listener: (news: News) => void): () => void {
  newsListeners.add(listener);
  return () => newsListeners.delete(listener);
}

/** Tell other tabs. */
export function tell(news: News): void {
  otherTabs?.postMessage(news);
}

/** Take up the session that the cookie stands for, if there is one. Settles once the status is known. */
export async function restore(): Promise<Status> {
  if (status === "restoring") await renew();
  return status;
}

/** Begin a session with what POST /v1/sessions answered. */
export function begin(session: { readonly access_token: string; readonly expires_in: number }): void {
  take(session);
  tell("signed-in");
}

/** End the session, here and in every other tab, and on the server if that can be reached. */
export async function signOut(): Promise<void> {
  const current = await usableToken();
  forget();
  tell("signed-out");
  if (current === null) return;
  try {
    await fetch(withToken(new Request(`${SESSIONS}/current`, { method: "DELETE" }), current.value));
  } catch {
    // The tokens here are gone. The session's refresh token is in the cookie until it runs out, and the next sign-in replaces it.
  }
}

/** Send a request as whoever is signed in, with a fresh token where the old one is refused. */
export async function sendAs(request: Request): Promise<Response> {
  if (new URL(request.url).pathname === SESSIONS) return fetch(request);
  const current = await usableToken();
  if (current === null) return fetch(request);
  const again = request.clone();
  const response = await fetch(withToken(request, current.value));
  if (response.status !== REFUSED) return response;
  const renewed = await renew(current);
  return renewed === null ? response : fetch(withToken(again, renewed.value));
}

async function usableToken(): Promise<Token | null> {
  if (status === "signed-out") return null;
  if (token !== null && Date.now() < token.expiresAt - EARLY_MILLISECONDS) return token;
  return renew(token);
}

/** Get a token in place of `refused`; null when the session is over. Requests that ask at the same time share one answer. */
function renew(refused: Token | null = token): Promise<Token | null> {
  if (token !== null && token !== refused) return Promise.resolve(token);
  renewal ??= inTurn(refresh).finally(() => {
    renewal = null;
  });
  return renewal;
}

function inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
  // Absent where the page did not come over HTTPS or from localhost; then tabs hope not to meet.
  return navigator.locks === undefined ? task() : (navigator.locks.request(LOCK, task) as Promise<Result>);
}

async function refresh(): Promise<Token | null> {
  // `keepalive`: a page that is left lets the answer, and with it the next cookie, still arrive.
  const response = await fetch(REFRESH, { method: "POST", keepalive: true });
  if (response.ok) return take(await response.json());
  // Anything else, such as a server that starts up, says nothing of the session.
  if (response.status !== REFUSED) throw new TypeError(`${REFRESH} answered ${response.status}`);
  forget();
  return null;
}

function take(session: { readonly access_token: string; readonly expires_in: number }): Token {
  token = { value: session.access_token, expiresAt: Date.now() + session.expires_in * 1000 };
  localStorage.setItem(HINT, "yes");
  become("signed-in");
  return token;
}

function forget(): void {
  token = null;
  localStorage.removeItem(HINT);
  become("signed-out");
}

function become(next: Status): void {
  if (status === next) return;
  status = next;
  for (const listener of listeners) listener();
}

function withToken(request: Request, value: string): Request {
  request.headers.set("authorization", `Bearer ${value}`);
  return request;
}
