import { Badge } from "@mantine/core";
import type { AppointmentStatus } from "@/api/appointments";
import { useWords } from "@/i18n/use-words";

const COLOURS: Record<AppointmentStatus, string> = {
  booked: "indigo",
  confirmed: "teal",
  completed: "gray",
  no_show: "orange",
  cancelled: "red",
};

/** What has become of an appointment; the word says it, the colour helps. */
export function StatusBadge({ status }: { status: AppointmentStatus }) {
  const { t } = useWords();
  return (
    <Badge variant="light" color={COLOURS[status]} size="lg" tt="none">
      {t(`status.${status}`)}
    </Badge>
  );
}
