import { useEffect, useState } from "react";

/** The token of a link in a mail. Once read it leaves the address, so that it stays neither in the history nor on the screen. */
export function useMailedToken(): [token: string | null, drop: () => void] {
  const [token, setToken] = useState(tokenInHash);
  // Not while reading: a page that waits for its words is begun twice.
  useEffect(() => {
    if (window.location.hash !== "")
      window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search);
  }, []);
  return [token, () => setToken(null)];
}

function tokenInHash(): string | null {
  return new URLSearchParams(window.location.hash.slice(1)).get("token") || null;
}
