import { Text } from "@mantine/core";
import { useEffect, useRef } from "react";
import classes from "./outcome.module.css";

/** Says to everyone what has come of something. It takes the focus when the button that was pressed is gone, which would lose it. */
export function Outcome({ text, isFailure = false }: { text: string | undefined; isFailure?: boolean }) {
  const said = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (text && document.activeElement === document.body) said.current?.focus({ preventScroll: true });
  }, [text]);
  // There before it says anything: screen readers follow what changes in it.
  return (
    <Text ref={said} role="status" tabIndex={-1} className={classes.outcome} data-failure={isFailure || undefined}>
      {text}
    </Text>
  );
}
