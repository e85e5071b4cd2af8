/** Reading what an address says behind the question mark: anybody can write there, so what does not fit is not there. */
import type { Day } from "@/time/instants";

type Search = Record<string, unknown>;

// The API takes the years 2000 to 2199, and pages ask around a day: for its week, and for the next free time two months on.
const FIRST_DAY = "2000-01-08";
const LAST_DAY = "2199-09-30";

/** A text that is not empty, without control characters (the API refuses a NUL) and halves of letters. */
export function textIn(search: Search, name: string): string | undefined {
  const told = search[name];
  // The router reads "?q=12" as a number.
  const text = typeof told === "number" ? String(told) : told;
  if (typeof text !== "string") return undefined;
  const readable = text.replace(/[\p{Cc}\p{Cs}]/gu, "").trim();
  return readable.slice(0, 200) || undefined;
}

/** The id of something, a UUID. */
export function idIn(search: Search, name: string): string | undefined {
  const told = search[name];
  return typeof told === "string" && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(told) ? told : undefined;
}

/** A day of the calendar, YYYY-MM-DD. */
export function dayIn(search: Search, name: string): Day | undefined {
  const told = search[name];
  return typeof told === "string" && isDay(told) ? told : undefined;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < FIRST_DAY || text > LAST_DAY) return false;
  // 30 February is 2 March to some engines.
  return !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().slice(0, 10) === text;
}

/** An instant, RFC 3339 in UTC, with the seconds that the API wants. */
export function instantIn(search: Search, name: string): string | undefined {
  const told = search[name];
  if (typeof told !== "string") return undefined;
  const [, day = "", minute, second = ":00"] = /^(.{10})(T(?:[01]\d|2[0-3]):[0-5]\d)(:[0-5]\d)?Z$/.exec(told) ?? [];
  return isDay(day) ? `${day}${minute}${second}Z` : undefined;
}

/** One of a few words. */
export function oneOf<Word extends string>(search: Search, name: string, words: readonly Word[]): Word | undefined {
  return words.find((word) => word === search[name]);
}
