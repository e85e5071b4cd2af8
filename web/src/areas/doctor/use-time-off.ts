import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type AddTimeOff, addTimeOff, removeTimeOff, timeOffChanged } from "@/api/time-off";
import { useKeyOf } from "@/api/use-key";

/** Close some of a doctor's time. Sent twice, it happens once. */
export function useAddTimeOff(doctorId: string) {
  const queryClient = useQueryClient();
  const keyOf = useKeyOf();
  return useMutation({
    mutationFn: (body: AddTimeOff) => addTimeOff(doctorId, body, keyOf(body)),
    onSuccess: () => timeOffChanged(queryClient),
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
