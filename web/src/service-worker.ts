/**
 * What outlives a page: the page that is shown without a network, and the renewal of the session.
 *
 * Files and data are left to the browser's own cache; the API's answers are never kept. Knows nothing of the app, and imports nothing:
 * it is a script of its own, /service-worker.js.
 */
const worker = self as unknown as ServiceWorkerGlobalScope;

const CACHE = "medbook-offline-1";
const OFFLINE = "/offline.html";
const OFFLINE_FILES = [OFFLINE, "/offline.css", "/offline.js", "/start.js", "/favicon.svg"];
const REFRESH = "/v1/sessions/refresh";
const RENEWAL_MILLISECONDS = 30_000;
// As src/session/turns.ts has it: whoever signs in waits, so that the cookie of the one before does not come after theirs.
const TURN = "medbook-renewal";

worker.addEventListener("install", (event) => {
  event.waitUntil(keepOfflinePage());
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

worker.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  if (mode === "navigate") event.respondWith(pageOrOffline(event));
  else if (method === "POST" && new URL(url).pathname === REFRESH) event.respondWith(refreshOnce(event));
  else if (OFFLINE_FILES.includes(new URL(url).pathname)) event.respondWith(fileOrKept(event.request));
});

async function keepOfflinePage(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(OFFLINE_FILES.map((file) => new Request(file, { cache: "reload" })));
  await worker.skipWaiting();
}

async function takeOver(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  // The page is asked for while this script starts.
  await worker.registration.navigationPreload?.enable();
  await worker.clients.claim();
}

async function pageOrOffline(event: FetchEvent): Promise<Response> {
  try {
    return ((await event.preloadResponse) as Response | undefined) ?? (await fetch(event.request));
  } catch {
    return (await caches.match(OFFLINE)) ?? Response.error();
  }
}

async function fileOrKept(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request)) ?? Response.error();
  }
}

let refreshing: Promise<Response> | null = null;

/**
 * Renew the session once for whoever asks while that is under way.
 *
 * A refresh token works once, and one that comes twice ends the session. A page that is reloaded while it renews would ask again with the
 * old one, before the answer has brought the next cookie. Here the first request goes on to its end, and the new page gets its answer.
 */
async function refreshOnce(event: FetchEvent): Promise<Response> {
  // Not `event.request`: that one is given up with its page.
  const renew = () => fetch(REFRESH, { method: "POST", signal: AbortSignal.timeout(RENEWAL_MILLISECONDS) });
  refreshing ??= inTurn(renew).finally(() => {
    refreshing = null;
  });
  event.waitUntil(refreshing.catch(() => undefined));
  return (await refreshing).clone();
}

async function inTurn(task: () => Promise<Response>): Promise<Response> {
  return await worker.navigator.locks.request(TURN, task);
}
