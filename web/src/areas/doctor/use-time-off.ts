import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type AddTimeOff, addTimeOff, removeTimeOff, timeOffChanged } from "@/api/time-off";
import { useKeys } from "@/api/use-keys";

/** Close some of a doctor's time. Sent twice, it happens once. */
export function useAddTimeOff(doctorId: string) {
  const queryClient = useQueryClient();
  const keys = useKeys();
  return useMutation({
    mutationFn: (body: AddTimeOff) => addTimeOff(doctorId, body, keys.of(body)),
    onSuccess: () => {
      // What was opened again may be closed once more.
      keys.forget();
      return timeOffChanged(queryClient);
    },
  });
}

/** Open it again. */
export function useRemoveTimeOff(doctorId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (timeOffId: string) => removeTimeOff(doctorId, timeOffId),
    onSuccess: () => timeOffChanged(queryClient),
  });
}
