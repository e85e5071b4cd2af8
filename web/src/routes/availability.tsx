import { createFileRoute } from "@tanstack/react-router";
import { OwnAvailability } from "@/areas/doctor/availability/availability-page";
import { loadWords } from "@/i18n/i18n";
import { onlyFor } from "@/session/access";

export const Route = createFileRoute("/availability")({
  beforeLoad: onlyFor("doctor"),
  loader: () => loadWords("doctor"),
  component: OwnAvailability,
});
