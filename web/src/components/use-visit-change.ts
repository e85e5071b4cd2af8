import { useMutation, useQueryClient } from "@tanstack/react-query";
import { appointmentsChanged } from "@/api/appointments";

/** A change to a visit; afterwards everything that shows visits is read again. */
export function useVisitChange<Input, Result>(change: (input: Input) => Promise<Result>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    // Waited for, so that the page shows what is then announced.
    onSuccess: () => appointmentsChanged(queryClient),
    // A refusal says that the page is behind: somebody else was faster, or a cut-off has passed. And where the answer was lost,
    // the visit itself tells what came of it.
    onError: () => void appointmentsChanged(queryClient),
  });
}
