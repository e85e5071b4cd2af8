import { createFileRoute } from "@tanstack/react-router";
import { DoctorsAvailability } from "@/areas/doctor/availability/availability-page";
import { loadWords } from "@/i18n/i18n";
import { onlyFor } from "@/session/access";

export const Route = createFileRoute("/admin/doctors/$doctorId/availability")({
  beforeLoad: onlyFor("admin"),
  loader: () => loadWords("doctor"),
  component: DoctorsAvailability,
});
