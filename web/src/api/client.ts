/** The API, typed by openapi.json. `call` and `callWithTag` give the answer's data or throw what was refused. */
import createClient from "openapi-fetch";
import { sendAs } from "@/session/session";
import { problemOf, Unreachable } from "./problem";
import type { components, paths } from "./schema.gen";

export type Schemas = components["schemas"];

/** Every route. Requests carry the access token of whoever is signed in. */
export const api = createClient<paths>({ fetch: (request) => sendAs(request) });

interface Outcome<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** An answer with its ETag, for `If-Match`. */
export interface Tagged<Data> {
  data: Data;
  tag: string | null;
}

/** Wait for an answer. Throws: Problem, Unreachable. */
export async function call<Data>(asked: Promise<Outcome<Data>>): Promise<Data> {
  return (await callWithTag(asked)).data;
}

/** Wait for an answer and its ETag. Throws: Problem, Unreachable. */
export async function callWithTag<Data>(asked: Promise<Outcome<Data>>): Promise<Tagged<Data>> {
  const outcome = await reached(asked);
  if (!outcome.response.ok) throw problemOf(outcome.error, outcome.response);
  // Without content there is no data, and the route's type says so.
  return { data: outcome.data as Data, tag: outcome.response.headers.get("etag") };
}

async function reached<Data>(asked: Promise<Outcome<Data>>): Promise<Outcome<Data>> {
  try {
    return await asked;
  } catch (fault) {
    // fetch rejects with a TypeError alone when no answer came; a request that was given up is nobody's fault.
    if (fault instanceof TypeError) throw new Unreachable(fault);
    throw fault;
  }
}

/** Headers of a change that may be sent twice and shall happen once. Keep the key for as long as the body is the same. */
export function once(key: string): { "Idempotency-Key": string } {
  return { "Idempotency-Key": key };
}

/** A new Idempotency-Key. Not `randomUUID`, which browsers keep from pages that came without TLS. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Headers of a change to what was read with this tag. */
export function ifMatch(tag: string | null): { "If-Match"?: string } {
  return tag === null ? {} : { "If-Match": tag };
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next_cursor?: string | null;
}

/** Read a list to its end, page by page. */
export async function everyPage<Item>(page: (cursor: string | undefined) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const { items: more, next_cursor: next } = await page(cursor);
    items.push(...more);
    cursor = next ?? undefined;
  } while (cursor !== undefined);
  return items;
}
