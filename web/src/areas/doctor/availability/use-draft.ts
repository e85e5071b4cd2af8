import { useMemo, useState } from "react";
import type { Availability } from "@/api/availability";
import type { Tagged } from "@/api/client";
import { bodyOf, type Draft, draftOf, publishesSame } from "./draft";

interface Editing {
  /** What the draft began as: its tag goes with what is saved. */
  base: Tagged<Availability>;
  original: Draft;
  draft: Draft;
  /** How often it was begun anew: what fields keep for themselves ends with it. */
  round: number;
}

function begin(base: Tagged<Availability>, round: number): Editing {
  const original = draftOf(base.data);
  return { base, original, draft: original, round };
}

/** Hours while they are edited. Somebody else's change is taken over as long as there is none here, and told when there is. */
export function useDraft(latest: Tagged<Availability>) {
  const [editing, setEditing] = useState(() => begin(latest, 0));
  const [seen, setSeen] = useState(latest);
  const { base, original, draft, round } = editing;
  const isDirty = useMemo(() => !publishesSame(draft, original), [draft, original]);
  const restart = (from: Tagged<Availability>) => setEditing(({ round }) => begin(from, round + 1));
  if (latest !== seen) {
    setSeen(latest);
    if (!isDirty && latest.tag !== base.tag) restart(latest);
  }
  return {
    draft,
    tag: base.tag,
    body: useMemo(() => bodyOf(draft), [draft]),
    isDirty,
    isOutdated: isDirty && latest.tag !== base.tag,
    change: (part: Partial<Draft>) => setEditing((before) => ({ ...before, draft: { ...before.draft, ...part } })),
    discard: () => setEditing((before) => ({ ...before, draft: before.original, round: before.round + 1 })),
    restart,
    round,
  };
}
