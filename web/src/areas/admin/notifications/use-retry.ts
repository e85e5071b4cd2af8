import { type InfiniteData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { failuresQuery, type Notification, retryNotification, visitNotificationsQuery } from "@/api/admin";
import { Problem } from "@/api/problem";

const LOOK_MILLISECONDS = 700;
// A mail server that does not answer is given up on after some seconds; what comes later is seen on the next visit.
const PATIENCE_MILLISECONDS = 20_000;

/**
 * Have a failed notification told after all, and watch what comes of it.
 *
 * The API answers before anybody is told, so the ledger is looked at until the line is another one. What is seen then is written over
 * the lines on the page: in a list of failed ones that was read anew it would be gone, and nobody could tell whether it was sent.
 */
export function useRetry({ id, appointment_id, attempts }: Notification) {
  const queryClient = useQueryClient();
  const retrying = useMutation({
    mutationFn: async () => {
      await retryNotification(id);
      return { attempts, until: Date.now() + PATIENCE_MILLISECONDS };
    },
    // Somebody else was faster: how it stands now is worth more than what is shown.
    onError: (error) => error instanceof Problem && queryClient.invalidateQueries({ queryKey: ["notifications"] }),
  });
  const watched = retrying.data;
  const { data, dataUpdatedAt } = useQuery({
    ...visitNotificationsQuery(appointment_id),
    enabled: watched !== undefined,
    staleTime: 0,
    refetchInterval: ({ state }) => (isOver(state.data, state.dataUpdatedAt) ? false : LOOK_MILLISECONDS),
  });

  function isOver(seen: Notification[] | undefined, at: number): boolean {
    if (watched === undefined || at > watched.until) return true;
    const line = seen?.find((one) => one.id === id);
    return line !== undefined && (line.status !== "failed" || line.attempts > watched.attempts);
  }

  useEffect(() => {
    if (watched === undefined || data === undefined) return;
    const seen = new Map(data.map((line) => [line.id, line]));
    queryClient.setQueriesData<Lines>(
      { queryKey: ["notifications", "pages"] },
      (lines) => lines && withSeen(lines, seen),
    );
    void queryClient.invalidateQueries({ queryKey: failuresQuery.queryKey });
  }, [watched, data, queryClient]);

  const isWatching = watched !== undefined && !isOver(data, dataUpdatedAt);
  return { ...retrying, isPending: retrying.isPending || isWatching, isOver: watched !== undefined && !isWatching };
}

type Lines = InfiniteData<{ items: Notification[] }>;

function withSeen(lines: Lines, seen: Map<number, Notification>): Lines {
  const pages = lines.pages.map((page) => ({ ...page, items: page.items.map((line) => seen.get(line.id) ?? line) }));
  return { ...lines, pages };
}
