import { useState } from "react";
import { newKey } from "./client";

/** The Idempotency-Keys of a form: each body has its own, and keeps it whatever else is tried meanwhile. Sent twice, it happens once. */
export class Keys {
  readonly #known = new Map<string, string>();

  of(body: unknown): string {
    const text = JSON.stringify(body);
    const key = this.#known.get(text) ?? newKey();
    this.#known.set(text, key);
    return key;
  }

  /** Once it is done, the same body is another wish. */
  forget(): void {
    this.#known.clear();
  }
}

/** Keys that live as long as the component. */
export function useKeys(): Keys {
  return useState(() => new Keys())[0];
}
