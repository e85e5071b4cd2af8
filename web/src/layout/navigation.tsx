/** The pages of one's role: in the header of a wide screen, at the thumb on a phone. One list, moved by its style sheet. */
import { Link, type LinkProps } from "@tanstack/react-router";
import {
  BellRing,
  CalendarCheck,
  CalendarDays,
  CalendarX,
  ChartColumn,
  Clock,
  Search,
  Stethoscope,
  Users,
  Zap,
} from "lucide-react";
import type { ComponentType } from "react";
import type { Role } from "@/api/me";
import type common from "@/i18n/en/common";
import { useWords } from "@/i18n/use-words";
import classes from "./navigation.module.css";

type Label = `nav.${keyof typeof common.nav}`;

interface Entry {
  to: NonNullable<LinkProps["to"]>;
  label: Label;
  icon: ComponentType<{ size?: number; "aria-hidden"?: boolean }>;
  /** Only the page itself is current, not what lies below it. */
  exact?: boolean;
}

const FIND: Entry[] = [
  { to: "/doctors", label: "nav.doctors", icon: Search },
  { to: "/earliest", label: "nav.earliest", icon: Zap },
];

const ENTRIES: Record<Role | "nobody", Entry[]> = {
  nobody: FIND,
  patient: [...FIND, { to: "/appointments", label: "nav.appointments", icon: CalendarCheck }],
  doctor: [
    { to: "/agenda", label: "nav.agenda", icon: CalendarDays },
    { to: "/availability", label: "nav.availability", icon: Clock },
    { to: "/time-off", label: "nav.timeOff", icon: CalendarX },
  ],
  admin: [
    { to: "/admin", label: "nav.dashboard", icon: ChartColumn, exact: true },
    { to: "/admin/appointments", label: "nav.allAppointments", icon: CalendarDays },
    { to: "/admin/doctors", label: "nav.manageDoctors", icon: Stethoscope },
    { to: "/admin/users", label: "nav.users", icon: Users },
    { to: "/admin/notifications", label: "nav.notifications", icon: BellRing },
  ],
};

export function Navigation({ role }: { role: Role | undefined }) {
  const { t } = useWords();
  return (
    <nav aria-label={t("nav.label")} className={classes.nav}>
      <ul className={classes.list}>
        {ENTRIES[role ?? "nobody"].map(({ to, label, icon: Icon, exact = false }) => (
          <li key={to}>
            <Link to={to} className={classes.link} activeOptions={{ exact, includeSearch: false }}>
              <Icon size={20} aria-hidden />
              <span>{t(label)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
