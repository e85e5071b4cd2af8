import { createFileRoute } from "@tanstack/react-router";
import { TimeOffPage } from "@/areas/doctor/time-off/time-off-page";
import { loadWords } from "@/i18n/i18n";
import { onlyFor } from "@/session/access";

export const Route = createFileRoute("/time-off")({
  beforeLoad: onlyFor("doctor"),
  loader: () => loadWords("doctor"),
  component: TimeOffPage,
});
