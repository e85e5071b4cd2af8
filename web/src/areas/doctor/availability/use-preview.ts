import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Availability, previewQuery } from "@/api/availability";
import { addDays, type Day, dayOf, daysFrom, laterOf, today } from "@/time/instants";
import { isComplete } from "./draft";

const PAUSE_MILLISECONDS = 400;
const WEEK = 7;

/** What hours would offer on seven days, asked for after a pause in typing. */
export function usePreview(doctorId: string, body: Availability) {
  const [settled] = useDebouncedValue(body, PAUSE_MILLISECONDS);
  const [chosen, setChosen] = useState<{ type?: string; first?: Day; day?: Day }>({});
  const now = today(settled.time_zone);
  const first = laterOf(chosen.first ?? now, now);
  const type = settled.visit_types.find(({ code }) => code === chosen.type) ?? settled.visit_types[0];
  const isReady = isComplete(settled);
  const query = useQuery({
    ...previewQuery({ doctorId, body: settled, from: first, to: addDays(first, WEEK - 1), visitType: type?.code }),
    enabled: isReady,
  });
  const zone = query.data?.time_zone ?? settled.time_zone;
  const items = query.data?.items ?? [];
  const days = daysFrom(first, WEEK).map((date) => ({
    date,
    slots: items.filter((slot) => dayOf(slot.starts_at, zone) === date),
  }));
  return {
    now,
    query,
    isReady,
    error: useSettledError(query),
    zone,
    days,
    type,
    types: settled.visit_types,
    shown: days.find(({ date }) => date === chosen.day) ?? days.find(({ slots }) => slots.length > 0) ?? days[0],
    isFirst: first === now,
    isLast: addDays(first, WEEK) > addDays(now, settled.horizon_days),
    chooseType: (code: string) => setChosen((before) => ({ ...before, type: code })),
    chooseDay: (day: Day) => setChosen((before) => ({ ...before, day })),
    go: (weeks: number) => setChosen((before) => ({ ...before, first: addDays(first, weeks * WEEK) })),
  };
}

export type HoursPreview = ReturnType<typeof usePreview>;

/** The last answer's error, also while the next one is waited for: what is marked should not flicker with each key. */
function useSettledError({ error, isPending, isPlaceholderData }: ReturnType<typeof useQuery>): unknown {
  const [known, setKnown] = useState<unknown>(null);
  if (!isPending && !isPlaceholderData && error !== known) setKnown(error);
  return known;
}
