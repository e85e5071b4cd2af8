/** What a view shows instead of its data: that it is coming, that there is none, that it could not be had. */
import { Alert, Button, Group, Skeleton, Stack, Text, VisuallyHidden } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { type ReactNode, useDeferredValue } from "react";
import { Problem } from "@/api/problem";
import { useRefusalText } from "@/api/words";
import { useWords } from "@/i18n/use-words";
import classes from "./states.module.css";

interface LoadedProps<Data> {
  query: UseQueryResult<Data>;
  /** What stands in while it loads; lines, unless given. */
  skeleton?: ReactNode;
  children: (data: Data) => ReactNode;
}

/**
 * Show a query: its data, or how it stands. Old data stays on the screen while new is fetched.
 *
 * What a query brings is shown without a pause, however long that takes. That there is something at all may take its time: in
 * pieces, between which a slow telephone answers to a finger.
 */
export function Loaded<Data>({ query, skeleton, children }: LoadedProps<Data>) {
  const isThere = useDeferredValue(query.data !== undefined);
  if (isThere && query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isError) return <Refusal error={query.error} retry={() => query.refetch()} />;
  return <Loading>{skeleton ?? <Lines />}</Loading>;
}

/** Say to everyone that something is loading; the skeleton says it to the eye alone. */
export function Loading({ children }: { children: ReactNode }) {
  const { t } = useWords();
  return (
    <div role="status">
      <VisuallyHidden>{t("state.loading")}</VisuallyHidden>
      <div aria-hidden="true">{children}</div>
    </div>
  );
}

/** Grey lines. */
export function Lines({ count = 4, height = 56 }: { count?: number; height?: number }) {
  return (
    <Stack gap="sm">
      {Array.from({ length: count }, (_, number) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <Skeleton key={number} height={height} radius="lg" />
      ))}
    </Stack>
  );
}

interface RefusalProps {
  error: unknown;
  retry?: () => void;
  /** What some refusals mean on this page, by slug, where the words for all pages say too little. */
  says?: Record<string, string>;
  /** What else can be done about it. */
  children?: ReactNode;
}

/** Say what went wrong, and offer to try again. */
export function Refusal({ error, retry, says = {}, children }: RefusalProps) {
  const { t } = useWords();
  const text = useRefusalText();
  const special = error instanceof Problem ? says[error.slug] : undefined;
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<CircleAlert aria-hidden="true" />}
      classNames={{ message: classes.message }}
    >
      <Text>{special ?? text(error)}</Text>
      {(retry || children) && (
        <Group mt="sm" gap="sm">
          {retry && (
            <Button size="sm" variant="default" onClick={retry}>
              {t("state.retry")}
            </Button>
          )}
          {children}
        </Group>
      )}
    </Alert>
  );
}

interface EmptyProps {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
}

/** Say that there is nothing here, and what to do next. */
export function Empty({ icon, title, children }: EmptyProps) {
  return (
    <div className={classes.empty}>
      <span className={classes.icon} aria-hidden="true">
        {icon}
      </span>
      <Text fw={650} fz="lg">
        {title}
      </Text>
      {children && <div className={classes.hint}>{children}</div>}
    </div>
  );
}
