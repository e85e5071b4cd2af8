import type { ReactNode } from "react";
import classes from "./actions.module.css";

/** The buttons that end a form or a question: at the right of a wide screen, as wide as a phone. */
export function Actions({ children }: { children: ReactNode }) {
  return <div className={classes.actions}>{children}</div>;
}
