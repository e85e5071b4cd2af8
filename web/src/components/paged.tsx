/** A list that is read page by page: how it stands, and the way to more. */
import { Button, Group, Stack } from "@mantine/core";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useWords } from "@/i18n/use-words";
import classes from "./paged.module.css";
import { Lines, Loading, Refusal } from "./states";

interface Page<Item> {
  items: Item[];
}

interface PagedProps<Item> {
  query: UseInfiniteQueryResult<InfiniteData<Page<Item>>>;
  /** What stands in while it loads; lines, unless given. */
  skeleton?: ReactNode;
  /** What is shown instead of nothing. */
  empty: ReactNode;
  /** Leave out what does not belong on this list after all. */
  keep?: (item: Item) => boolean;
  children: (items: Item[], hasMore: boolean) => ReactNode;
}

export function Paged<Item>({ query, skeleton, empty, keep = () => true, children }: PagedProps<Item>) {
  const { t } = useWords();
  if (query.data === undefined) {
    if (query.isError) return <Refusal error={query.error} retry={() => query.refetch()} />;
    return <Loading>{skeleton ?? <Lines count={6} height={64} />}</Loading>;
  }
  const items = query.data.pages.flatMap((page) => page.items).filter(keep);
  if (items.length === 0 && !query.hasNextPage) return empty;
  return (
    <Stack gap="lg" aria-busy={query.isPlaceholderData} className={classes.results}>
      <div>{children(items, query.hasNextPage)}</div>
      {query.isFetchNextPageError && <Refusal error={query.error} />}
      {query.hasNextPage && (
        <Group justify="center">
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("state.more")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
