/**
 * Who is signed in, in this tab.
 *
 * The access token lives in this module's memory alone, the refresh token in a cookie that no script reads. A refresh token works
 * once, and one that comes twice ends the session (docs/decisions/0008): so tabs take turns, by a lock of the browser, and the
 * service worker finishes what a page that was reloaded had begun.
 *
 * One browser may have several people, one after the other. The time of one of them is an era: with it ends all that was theirs to see,
 * and an answer that was asked for in one era is nobody's in the next.
 */
import { oweGoodbye, sayGoodbye } from "./goodbye";
import { inTurn } from "./turns";

export type Status = "restoring" | "signed-in" | "signed-out";

const SESSIONS = "/v1/sessions";
const REFRESH = "/v1/sessions/refresh";
// Not a secret: it says that asking for a session is worth while.
const HINT = "medbook-signed-in";
const REFUSED = 401;
// Renewed a little early, so that no request is refused for it.
const EARLY_MILLISECONDS = 20_000;
// Longer than a function takes to start.
const RENEWAL_MILLISECONDS = 15_000;
// What everyone may read does not wait for a session any longer.
const PATIENCE_MILLISECONDS = 2_500;
const AGAIN_MILLISECONDS = 5_000;

interface Session {
  readonly access_token: string;
  readonly expires_in: number;
}

interface Token {
  value: string;
  expiresAt: number;
}

type News = "signed-in" | "signed-out" | "email-verified";

let token: Token | null = null;
// Nobody is signed in where pages are only written (src/prerender.tsx).
let status: Status = globalThis.localStorage?.getItem(HINT) ? "restoring" : "signed-out";
let era = 0;
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
    if (status !== "signed-out") endEra();
    become("restoring");
    void restoreAtLast();
  }
  if (news === "signed-out") forget();
  for (const listener of newsListeners) listener(news);
}

/** How things stand. */
export function getStatus(): Status {
  return status;
}

/** Whose time it is, as a number: another one when somebody's session has ended, or somebody else's has begun in its place. */
export function getEra(): number {
  return era;
}

/** Be told when the status or the era changes; returns how to stop that. */
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

/** Take up the session that the cookie stands for, if there is one. Settles once the status is known. Throws: TypeError. */
export async function restore(): Promise<Status> {
  if (status === "restoring") await renew();
  return status;
}

/** Take up the session as soon as the server can be reached. */
export async function restoreAtLast(): Promise<void> {
  while (status === "restoring") {
    await restore().catch(() => new Promise((resolve) => setTimeout(resolve, AGAIN_MILLISECONDS)));
  }
}

/** Begin a session with what POST /v1/sessions answers. It is asked in turn: of two answers the later one's cookie stays. */
export async function begin(ask: () => Promise<Session>): Promise<void> {
  const session = await inTurn(ask, "with the worker");
  // In the place of somebody who has not signed out.
  if (status !== "signed-out") endEra();
  oweGoodbye(false);
  take(session);
  tell("signed-in");
}

/** End the session, here and in every other tab at once; and on the server, now or as soon as that can be reached. */
export async function signOut(): Promise<void> {
  const last = token;
  oweGoodbye(true);
  forget();
  tell("signed-out");
  await sayGoodbye(last !== null && isFresh(last) ? last.value : null);
}

/** Send a request as whoever is signed in, with a fresh token where the old one is refused. Throws: TypeError, AbortError. */
export async function sendAs(request: Request): Promise<Response> {
  if (new URL(request.url).pathname === SESSIONS) return fetch(request);
  const asked = era;
  const response = await sent(request, asked);
  requireEra(asked);
  return response;
}

async function sent(request: Request, asked: number): Promise<Response> {
  const current = await tokenFor(request);
  // Whoever has come since must not be who writes this.
  requireEra(asked);
  if (current === null && status === "signed-out") return fetch(request);
  const again = request.clone();
  const response = await fetch(current === null ? request : withToken(request, current.value));
  if (response.status !== REFUSED) return response;
  requireEra(asked);
  const renewed = await (current === null ? usableToken() : renew(current));
  requireEra(asked);
  return renewed === null ? response : fetch(withToken(again, renewed.value));
}

function requireEra(asked: number): void {
  if (era !== asked) throw new DOMException("Whoever asked for this is gone.", "AbortError");
}

/** The token for a request; null for nobody's, and for a read while the session cannot be renewed: it may be for everyone. */
async function tokenFor(request: Request): Promise<Token | null> {
  if (request.method !== "GET") return usableToken();
  const patience = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MILLISECONDS, null));
  return Promise.race([usableToken().catch(() => null), patience]);
}

async function usableToken(): Promise<Token | null> {
  if (status === "signed-out") return null;
  return token !== null && isFresh(token) ? token : renew(token);
}

function isFresh({ expiresAt }: Token): boolean {
  return Date.now() < expiresAt - EARLY_MILLISECONDS;
}

/** Get a token in place of `refused`; null when the session is over. Requests that ask at the same time share one answer. */
function renew(refused: Token | null = token): Promise<Token | null> {
  if (token !== null && token !== refused) return Promise.resolve(token);
  if (renewal === null) {
    const begun = inTurn(refresh).finally(() => {
      if (renewal === begun) renewal = null;
    });
    renewal = begun;
  }
  return renewal;
}

async function refresh(): Promise<Token | null> {
  const asked = era;
  // `keepalive`: a page that is left lets the answer, and with it the next cookie, still arrive.
  const signal = AbortSignal.timeout(RENEWAL_MILLISECONDS);
  const response = await fetch(REFRESH, { method: "POST", keepalive: true, signal }).catch((fault: unknown) => {
    throw new TypeError(`${REFRESH} did not answer`, { cause: fault });
  });
  // What was renewed was somebody else's, and whoever came after them has a token by now or gets one in their own turn.
  if (era !== asked) return token;
  if (response.ok) return take(await response.json());
  // Anything else, such as a server that starts up, says nothing of the session.
  if (response.status !== REFUSED) throw new TypeError(`${REFRESH} answered ${response.status}`);
  forget();
  return null;
}

function take(session: Session): Token {
  token = { value: session.access_token, expiresAt: Date.now() + session.expires_in * 1000 };
  localStorage.setItem(HINT, "yes");
  become("signed-in");
  return token;
}

function forget(): void {
  localStorage.removeItem(HINT);
  token = null;
  if (status === "signed-in") endEra();
  become("signed-out");
}

/** From here on, what was asked for and shown before is over. */
function endEra(): void {
  token = null;
  renewal = null;
  era += 1;
  for (const listener of listeners) listener();
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
