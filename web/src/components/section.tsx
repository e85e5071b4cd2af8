import { Card, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";
import classes from "./section.module.css";

interface SectionProps {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
}

/** A part of a page with its own title, that is often saved by itself. */
export function Section({ title, lead, children }: SectionProps) {
  const id = useId();
  return (
    <Card component="section" aria-labelledby={id} padding="clamp(1.1rem, 4vw, 2rem)">
      <Stack>
        <div>
          <Title order={2} fz="xl" id={id}>
            {title}
          </Title>
          {lead && (
            <Text c="dimmed" mt={2} className={classes.lead}>
              {lead}
            </Text>
          )}
        </div>
        {children}
      </Stack>
    </Card>
  );
}
