/** The token of a link in a mail, taken out of the address so that it stays neither in the history nor on the screen. */
export function tokenInHash(): string | null {
  const token = new URLSearchParams(window.location.hash.slice(1)).get("token");
  if (token !== null)
    window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search);
  return token || null;
}
