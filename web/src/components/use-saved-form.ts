/**
 * A form over something that was read with its tag.
 *
 * Only what differs is sent. When somebody else has changed the same thing meanwhile, it is read again: their changes come into the
 * fields that were left alone, what was typed stays, and saving once more says which of them shall hold.
 */
import { type FormValidateInput, useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Tagged } from "@/api/client";
import { isProblem } from "@/api/problem";
import { markFaults } from "@/components/form";

interface SavedForm<Data, Fields> {
  /** What was read last. */
  saved: Tagged<Data>;
  fieldsOf: (data: Data) => Fields;
  validate: FormValidateInput<Fields>;
  save: (onto: Tagged<Data>, changes: Partial<Fields>) => Promise<Tagged<Data>>;
  onSaved: (now: Tagged<Data>, changes: Partial<Fields>) => Promise<void>;
  read: () => Promise<Tagged<Data>>;
}

export function useSavedForm<Data, Fields extends Record<string, unknown>>(about: SavedForm<Data, Fields>) {
  const { saved, fieldsOf, save, onSaved, read } = about;
  const [base, setBase] = useState(saved);
  const form = useForm<Fields>({ initialValues: fieldsOf(saved.data), validate: about.validate });
  const isSame = changesOf(fieldsOf(saved.data), fieldsOf(base.data)) === null;

  function begin(from: Tagged<Data>, typed: Partial<Fields> = {}) {
    const fields = fieldsOf(from.data);
    setBase(from);
    form.setInitialValues(fields);
    form.setValues({ ...fields, ...typed });
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was read anew is what matters
  useEffect(() => {
    // Such as a language that was chosen in the header, or what another window saved.
    if (!isSame && !form.isDirty()) begin(saved);
  }, [saved]);

  const saving = useMutation({
    mutationFn: async () => {
      const changes = changesOf(form.getValues(), fieldsOf(base.data));
      // A newer version that says the same here is no reason to stop: its other half may just have been saved on this very page.
      const onto = isSame ? saved : base;
      return { changes: changes ?? {}, now: changes === null ? onto : await save(onto, changes) };
    },
    onSuccess: async ({ now, changes }) => {
      begin(now);
      await onSaved(now, changes);
    },
    onError: async (error) => {
      markFaults(form, error);
      if (isProblem(error, "precondition-failed")) {
        begin(await read(), changesOf(form.getValues(), fieldsOf(base.data)) ?? {});
      }
    },
  });
  return { form, saving };
}

/** The fields that differ; null where none does. */
function changesOf<Fields extends Record<string, unknown>>(now: Fields, before: Fields): Partial<Fields> | null {
  const changed = Object.entries(now).filter(([name, value]) => value !== before[name]);
  return changed.length > 0 ? (Object.fromEntries(changed) as Partial<Fields>) : null;
}
