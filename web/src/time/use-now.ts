import { useEffect, useState } from "react";

const LOOK_MILLISECONDS = 30_000;

/** The present, looked at again every half minute: a page that stays open should not offer what has run out. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), LOOK_MILLISECONDS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
