import { useCallback, useRef } from "react";
import { newKey } from "./client";

/** Give each different body its Idempotency-Key, and one that is sent again the key it had: sent twice, it happens once. */
export function useKeyOf(): (body: unknown) => string {
  const last = useRef({ body: "", key: "" });
  return useCallback((body) => {
    const text = JSON.stringify(body);
    if (last.current.body !== text) last.current = { body: text, key: newKey() };
    return last.current.key;
  }, []);
}
