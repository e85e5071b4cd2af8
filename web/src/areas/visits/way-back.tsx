import { useTranslation } from "react-i18next";
import type { Role } from "@/api/me";
import { BackLink } from "@/components/back-link";

/** To the list that somebody's appointments are in. */
export function WayBack({ role }: { role: Role }) {
  const { t } = useTranslation("visits");
  if (role === "doctor") return <BackLink to="/agenda">{t("one.agenda")}</BackLink>;
  if (role === "admin") return <BackLink to="/admin/appointments">{t("one.allOfClinic")}</BackLink>;
  return <BackLink to="/appointments">{t("one.all")}</BackLink>;
}
