/**
 * The booking that somebody was about to make when they had to sign in or sign up first.
 *
 * It is kept in the browser, because the link in the mail opens another tab. A doctor and a time say little, but something: so it is
 * forgotten after two hours, and what the visit is about is never part of it.
 */

const STORED = "medbook-booking";
const KEPT_MILLISECONDS = 2 * 60 * 60_000;

interface Kept {
  href: string;
  at: number;
}

/** Remember the page to go on with. */
export function keepIntent(href: string): void {
  if (isBooking(href)) localStorage.setItem(STORED, JSON.stringify({ href, at: Date.now() } satisfies Kept));
}

/** The page to go on with, if there is one. */
export function keptIntent(now: number = Date.now()): string | null {
  const kept = read();
  return kept !== null && now - kept.at < KEPT_MILLISECONDS && isBooking(kept.href) ? kept.href : null;
}

/** There is nothing to go on with any more. */
export function dropIntent(): void {
  localStorage.removeItem(STORED);
}

/** Tell whether an address is a page of ours: what stands in `?next=` may be anybody's. */
export function isOwn(href: string | undefined): href is string {
  return href !== undefined && /^\/(?![/\\])/.test(href);
}

function isBooking(href: string): boolean {
  return href.startsWith("/book/");
}

function read(): Kept | null {
  try {
    const told: unknown = JSON.parse(localStorage.getItem(STORED) ?? "null");
    return typeof told === "object" && told !== null && "href" in told && "at" in told ? (told as Kept) : null;
  } catch {
    return null;
  }
}
