/** The editor of a doctor's hours: what is published, what a change would offer, and saving it. */
import { Stack } from "@mantine/core";
import { useEffect, useRef } from "react";
import type { Availability } from "@/api/availability";
import type { Tagged } from "@/api/client";
import { useFaultWords } from "../use-fault-words";
import classes from "./editor.module.css";
import { type FaultAt, faultsIn } from "./faults";
import { LeaveGuard } from "./leave-guard";
import { Preview } from "./preview";
import { Rules } from "./rules";
import { SaveBar } from "./save-bar";
import { SingleDates } from "./single-dates";
import { useDraft } from "./use-draft";
import { usePreview } from "./use-preview";
import { useSaving } from "./use-saving";
import { VisitTypes } from "./visit-types";
import { WeeklyHours } from "./weekly-hours";

export function Editor({ doctorId, latest }: { doctorId: string; latest: Tagged<Availability> }) {
  const edit = useDraft(latest);
  const { draft, change, isDirty } = edit;
  const preview = usePreview(doctorId, edit.body);
  const saving = useSaving(doctorId, edit);
  const faultAt = useFaultAt(preview.error, saving.error);
  const fields = useFocusOnFault(saving.error);
  return (
    <div className={classes.editor}>
      <div className={classes.columns}>
        <Stack gap="lg" ref={fields} className={classes.fields}>
          <WeeklyHours weekly={draft.weekly} faultAt={faultAt} onChange={(weekly) => change({ weekly })} />
          <SingleDates
            draft={draft}
            now={preview.now}
            faultAt={faultAt}
            onChange={(overrides) => change({ overrides })}
          />
          <VisitTypes
            types={draft.visit_types}
            published={edit.body.visit_types}
            faultAt={faultAt}
            onChange={(types) => change({ visit_types: types })}
          />
          <Rules key={edit.round} draft={draft} faultAt={faultAt} onChange={change} />
        </Stack>
        <div className={classes.beside}>
          <Preview preview={preview} isDirty={isDirty} />
        </div>
      </div>
      <SaveBar isDirty={isDirty} saving={saving} onSave={saving.save} onDiscard={edit.discard} />
      <LeaveGuard isDirty={isDirty} />
    </div>
  );
}

/** What is wrong where: told by the preview while somebody types, and by a refusal to save. */
function useFaultAt(previewed: unknown, refused: unknown): FaultAt {
  const say = useFaultWords();
  const told = refused === null ? faultsIn(previewed) : faultsIn(refused);
  const words = new Map(told.map((fault) => [fault.pointer, say(fault)]));
  return (pointer) => words.get(pointer);
}

/** After a refusal, go to the first field that is marked. */
function useFocusOnFault(refused: unknown) {
  const fields = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (refused !== null) fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refused]);
  return fields;
}
