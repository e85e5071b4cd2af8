import type { ReactNode } from "react";
import classes from "./filters.module.css";

/** What narrows a list. It stands in the address, so that it can be sent to somebody and gone back to. */
export function Filters({ label, children }: { label: string; children: ReactNode }) {
  return (
    <search className={classes.filters} aria-label={label}>
      {children}
    </search>
  );
}
