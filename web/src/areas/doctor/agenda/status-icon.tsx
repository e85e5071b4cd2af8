import { Check, CircleCheckBig, CircleDashed, UserX, X } from "lucide-react";
import type { AppointmentStatus } from "@/api/appointment-status";

const ICONS = {
  booked: CircleDashed,
  confirmed: Check,
  completed: CircleCheckBig,
  no_show: UserX,
  cancelled: X,
};

/** What has become of a visit, where there is no room for its word. */
export function StatusIcon({ status, size = 14 }: { status: AppointmentStatus; size?: number }) {
  const Icon = ICONS[status];
  return <Icon size={size} strokeWidth={2.5} aria-hidden="true" />;
}
