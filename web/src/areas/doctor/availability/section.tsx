import { Card, Input, Text, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";
import classes from "./hours.module.css";

interface SectionProps {
  title: string;
  hint: string;
  /** What is wrong with the whole of it. */
  fault?: string | undefined;
  children: ReactNode;
}

/** A part of the hours' editor. */
export function Section({ title, hint, fault, children }: SectionProps) {
  const id = useId();
  return (
    <Card component="section" aria-labelledby={id} className={classes.section}>
      <Title order={2} fz="lg" id={id}>
        {title}
      </Title>
      <Text c="dimmed" fz="sm" mt={2} mb="md">
        {hint}
      </Text>
      {fault && (
        <Input.Error size="sm" mb="sm">
          {fault}
        </Input.Error>
      )}
      {children}
    </Card>
  );
}
