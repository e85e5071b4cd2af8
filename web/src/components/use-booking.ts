/** Booking, so that an answer which is lost on the way neither books twice nor makes one a stranger to one's own visit. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type Appointment, appointmentsChanged, type BookAppointment, book, visitAt } from "@/api/appointments";
import { isProblem, Unreachable } from "@/api/problem";
import type { Keys } from "@/api/use-keys";

export interface Booked {
  visit: Appointment;
  /** It was found among the patient's visits, where it may be by an earlier try, with the reason that was written then. */
  wasFound: boolean;
}

export function useBooking<Body extends BookAppointment>(keys: Keys, onBooked: (booked: Booked) => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => bookOrFind(body, keys),
    onSuccess: async (booked) => {
      onBooked(booked);
      await appointmentsChanged(queryClient);
    },
  });
}

/** Tell whether the time cannot be had. */
export function isTaken(error: unknown): boolean {
  return isProblem(error, "slot-already-taken", "slot-not-offered");
}

async function bookOrFind(body: BookAppointment, keys: Keys): Promise<Booked> {
  try {
    return { visit: await book(body, keys.of(body)), wasFound: false };
  } catch (refusal) {
    const visit = await find(body, refusal);
    if (visit === null) throw refusal;
    return { visit, wasFound: true };
  }
}

async function find(body: BookAppointment, refusal: unknown): Promise<Appointment | null> {
  // Before somebody else is said to have been faster: an earlier try may have worked. Not known is not said either.
  if (isTaken(refusal)) return visitAt(body);
  const isOpen = refusal instanceof Unreachable || isProblem(refusal, "outcome-unknown");
  return isOpen ? visitAt(body).catch(() => null) : null;
}
