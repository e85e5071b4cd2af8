import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type Availability, availabilityQuery, hoursChanged, publish } from "@/api/availability";
import type { Tagged } from "@/api/client";
import { isProblem } from "@/api/problem";
import type { useDraft } from "./use-draft";

/** Publish a draft in place of what it began as; where somebody else was faster, load what they published. */
export function useSaving(doctorId: string, edit: ReturnType<typeof useDraft>) {
  const queryClient = useQueryClient();
  const query = availabilityQuery(doctorId);
  const saving = useMutation({
    mutationFn: (draft: Tagged<Availability>) => publish(doctorId, draft),
    onSuccess: (saved) => {
      edit.restart(saved);
      queryClient.setQueryData(query.queryKey, saved);
      void hoursChanged(queryClient);
    },
  });
  const loading = useMutation({
    mutationFn: () => queryClient.fetchQuery({ ...query, staleTime: 0 }),
    onSuccess: (other) => {
      edit.restart(other);
      saving.reset();
    },
  });
  return {
    save: () => saving.mutate({ data: edit.body, tag: edit.tag }),
    isPending: saving.isPending,
    isSaved: saving.isSuccess,
    // What was said of another body is said no more.
    error: saving.variables?.data === edit.body ? saving.error : null,
    isConflict: edit.isOutdated || (edit.isDirty && isProblem(saving.error, "precondition-failed")),
    load: () => loading.mutate(),
    isLoading: loading.isPending,
  };
}

export type HoursSaving = ReturnType<typeof useSaving>;
