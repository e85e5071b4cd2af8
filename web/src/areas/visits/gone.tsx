import { CalendarSearch } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Role } from "@/api/me";
import { Page } from "@/components/page";
import { Empty } from "@/components/states";
import { WayBack } from "./way-back";

/** There is no such appointment, or it is somebody else's: which of the two, nobody is told. */
export function Gone({ role }: { role: Role }) {
  const { t } = useTranslation("visits");
  return (
    <Page title={t("one.gone")} back={<WayBack role={role} />} width="narrow">
      <Empty icon={<CalendarSearch />} title={t("one.gone")}>
        {t("one.goneHint")}
      </Empty>
    </Page>
  );
}
