import { createLink } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";
import type { AnchorHTMLAttributes, Ref } from "react";
import classes from "./back-link.module.css";

/** The way back to the page that this one belongs to: `<Page back>`. */
export const BackLink = createLink(
  ({ children, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { ref?: Ref<HTMLAnchorElement> }) => (
    <a {...rest} className={classes.back}>
      <ChevronLeft size={18} aria-hidden="true" />
      {children}
    </a>
  ),
);
