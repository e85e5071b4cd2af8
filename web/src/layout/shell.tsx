/** What stands round every page. */
import { Outlet, useRouterState } from "@tanstack/react-router";
import { Fragment, useEffect, useRef } from "react";
import { useWords } from "@/i18n/use-words";
import { useEra } from "@/session/hooks";
import { Footer } from "./footer";
import { Header } from "./header";
import { LateGoodbye } from "./late-goodbye";
import classes from "./shell.module.css";

export function Shell() {
  const { t } = useWords();
  const main = useFocusOnArrival();
  // With whoever was signed in goes all that their pages knew and what they had typed.
  const era = useEra();
  return (
    <div className={classes.shell}>
      <a href="#content" className={classes.skip}>
        {t("skip")}
      </a>
      <Header key={`header of ${era}`} />
      <main id="content" ref={main} tabIndex={-1} className={classes.main}>
        <LateGoodbye />
        <Fragment key={era}>
          <Outlet />
        </Fragment>
      </main>
      <Footer />
    </div>
  );
}

/** Move the focus to the new page's content, as a browser does when it loads one: screen readers begin there. */
function useFocusOnArrival() {
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const before = useRef(path);
  useEffect(() => {
    // The first page is the browser's own to announce, and a dialog or form on the new one may have taken the focus already.
    if (before.current !== undefined && before.current !== path && !main.current?.contains(document.activeElement)) {
      main.current?.focus({ preventScroll: true });
    }
    before.current = path;
  }, [path]);
  return main;
}
