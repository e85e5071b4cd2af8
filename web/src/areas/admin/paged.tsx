/** A list that is read page by page: how it stands, how much there is, and the way to more. */
import { Button, Group, Text } from "@mantine/core";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Lines, Loading, Refusal } from "@/components/states";
import { useWords } from "@/i18n/use-words";
import classes from "./paged.module.css";

interface Page<Item> {
  items: Item[];
}

interface PagedProps<Item> {
  query: UseInfiniteQueryResult<InfiniteData<Page<Item>>>;
  /** What is shown instead of nothing. */
  empty: ReactNode;
  children: (items: Item[]) => ReactNode;
}

export function Paged<Item>({ query, empty, children }: PagedProps<Item>) {
  const { t } = useTranslation("admin");
  const { t: tc } = useWords();
  if (query.data === undefined) {
    if (query.isError) return <Refusal error={query.error} retry={() => query.refetch()} />;
    return (
      <Loading>
        <Lines count={6} height={64} />
      </Loading>
    );
  }
  const items = query.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return empty;
  return (
    <div aria-busy={query.isPlaceholderData} className={classes.results}>
      <Text c="dimmed" mb="sm" role="status">
        {t(query.hasNextPage ? "list.firstOfMore" : "list.all", { count: items.length })}
      </Text>
      {children(items)}
      {query.isFetchNextPageError && <Refusal error={query.error} />}
      {query.hasNextPage && (
        <Group justify="center" mt="lg">
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {tc("state.more")}
          </Button>
        </Group>
      )}
    </div>
  );
}
