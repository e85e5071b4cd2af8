/** What the API refuses with: RFC 9457 problem details, and what stands for them when nothing answered. */
import type { components } from "./schema.gen";

export type Fault = components["schemas"]["ProblemFault"];

/** A refusal of the API. `slug` is the last part of its type; see docs/problems. */
export class Problem extends Error {
  readonly status: number;
  readonly slug: string;
  readonly faults: readonly Fault[];
  /** Seconds to wait, where the answer says so. */
  readonly retryAfter: number | null;

  constructor(
    status: number,
    slug: string,
    detail: string,
    faults: readonly Fault[] = [],
    retryAfter: number | null = null,
  ) {
    super(detail);
    this.name = "Problem";
    this.status = status;
    this.slug = slug;
    this.faults = faults;
    this.retryAfter = retryAfter;
  }
}

/** Nothing answered: the network is down, or the server is. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super("The server does not answer.", { cause });
    this.name = "Unreachable";
  }
}

/** Read a refusal; what is no problem+json, such as a proxy's page, is told by its status. */
export function problemOf(body: unknown, response: Response): Problem {
  const told = isRecord(body) ? body : {};
  const slug = typeof told.type === "string" ? (told.type.split("/").pop() ?? "") : "";
  const detail = typeof told.detail === "string" ? told.detail : "";
  const faults = Array.isArray(told.errors) ? told.errors.filter(isFault) : [];
  return new Problem(response.status, slug || `status-${response.status}`, detail, faults, secondsOf(response));
}

/** Tell whether something thrown is one of these refusals. */
export function isProblem(error: unknown, ...slugs: string[]): error is Problem {
  return error instanceof Problem && slugs.includes(error.slug);
}

function secondsOf(response: Response): number | null {
  const told = response.headers.get("retry-after");
  return told !== null && /^\d{1,6}$/.test(told) ? Number(told) : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isFault(value: unknown): value is Fault {
  return isRecord(value) && typeof value.pointer === "string" && typeof value.detail === "string";
}
