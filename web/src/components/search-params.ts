/** Reading what an address says behind the question mark: anybody can write there, so what does not fit is not there. */
import type { Day } from "@/time/instants";

type Search = Record<string, unknown>;

/** A text that is not empty. */
export function textIn(search: Search, name: string): string | undefined {
  const told = search[name];
  // The router reads "?q=12" as a number.
  const text = typeof told === "number" ? String(told) : told;
  return typeof text === "string" && text.trim() !== "" ? text.trim().slice(0, 200) : undefined;
}

/** The id of something, a UUID. */
export function idIn(search: Search, name: string): string | undefined {
  const told = search[name];
  return typeof told === "string" && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(told) ? told : undefined;
}

/** A day of the calendar, YYYY-MM-DD. */
export function dayIn(search: Search, name: string): Day | undefined {
  const told = search[name];
  if (typeof told !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(told)) return undefined;
  return Number.isNaN(Date.parse(told)) || new Date(told).toISOString().slice(0, 10) !== told ? undefined : told;
}

/** An instant, RFC 3339 in UTC. */
export function instantIn(search: Search, name: string): string | undefined {
  const told = search[name];
  const fits = typeof told === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/.test(told);
  return fits && !Number.isNaN(Date.parse(told)) ? told : undefined;
}

/** One of a few words. */
export function oneOf<Word extends string>(search: Search, name: string, words: readonly Word[]): Word | undefined {
  return words.find((word) => word === search[name]);
}
