import { Title } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";

/** The title of a step that takes the place of the one before: it takes the focus too, so that screen readers read on there. */
export function StepTitle({ children }: { children: ReactNode }) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus({ preventScroll: true }), []);
  return (
    <Title order={2} fz="xl" tabIndex={-1} ref={title}>
      {children}
    </Title>
  );
}
