/** The frame of a page: its title in the browser and on the screen, and how it begins. */
import { Container, Group, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { useWords } from "@/i18n/use-words";
import classes from "./page.module.css";

interface PageProps {
  title: string;
  /** A link to the page that this one belongs to, above its title. */
  back?: ReactNode;
  /** A sentence under the title. */
  lead?: ReactNode;
  /** What can be done on this page, beside its title. */
  actions?: ReactNode;
  /** `narrow` for forms and reading, `wide` for calendars and tables. */
  width?: "narrow" | "normal" | "wide";
  children: ReactNode;
}

const WIDTHS = { narrow: "34rem", normal: "60rem", wide: "80rem" };

export function Page({ title, back, lead, actions, width = "normal", children }: PageProps) {
  useDocumentTitle(title);
  return (
    <Container size={WIDTHS[width]} className={classes.page}>
      {back && <div className={classes.back}>{back}</div>}
      <Stack gap="xl">
        <Group justify="space-between" align="flex-end" gap="md">
          <div>
            <Title order={1} className={classes.title}>
              {title}
            </Title>
            {lead && (
              <Text c="dimmed" mt={6} className={classes.lead}>
                {lead}
              </Text>
            )}
          </div>
          {actions && <Group gap="sm">{actions}</Group>}
        </Group>
        {children}
      </Stack>
    </Container>
  );
}

const LONGEST_DESCRIPTION = 155;

/** Name the page in the browser's tab and history, and describe it to search engines if there is something to say. */
export function useDocumentTitle(title: string, description?: string): void {
  const { t } = useWords();
  const whole = `${title} · ${t("brand")}`;
  useEffect(() => {
    document.title = whole;
  }, [whole]);
  useEffect(() => {
    const meta = document.querySelector<HTMLMetaElement>("meta[name=description]");
    if (meta === null || description === undefined) return;
    const before = meta.content;
    meta.content = description.slice(0, LONGEST_DESCRIPTION);
    return () => {
      meta.content = before;
    };
  }, [description]);
}
