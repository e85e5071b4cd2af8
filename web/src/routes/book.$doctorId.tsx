import { createFileRoute } from "@tanstack/react-router";
import { doctorQuery } from "@/api/doctors";
import { Booking } from "@/areas/booking/booking";
import { instantIn, textIn } from "@/components/search-params";
import { loadWords } from "@/i18n/i18n";
import type { Instant } from "@/time/instants";

interface BookingSearch {
  start?: Instant | undefined;
  /** Code of a visit type; the doctor's usual one unless given. */
  type?: string | undefined;
}

export const Route = createFileRoute("/book/$doctorId")({
  validateSearch: (search): BookingSearch => ({ start: instantIn(search, "start"), type: textIn(search, "type") }),
  loader: ({ context: { queryClient }, params: { doctorId } }) => {
    void queryClient.prefetchQuery(doctorQuery(doctorId));
    return loadWords("booking", "public");
  },
  component: Booking,
});
