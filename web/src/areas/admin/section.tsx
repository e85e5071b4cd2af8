import { Card, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";
import classes from "./section.module.css";

interface SectionProps {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
}

/** A part of a page with its own title. */
export function Section({ title, lead, children }: SectionProps) {
  const id = useId();
  return (
    <Card component="section" aria-labelledby={id} padding="lg">
      <Stack>
        <div>
          <Title order={2} fz="lg" id={id}>
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
