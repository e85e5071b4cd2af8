import { UserX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/links";
import { Page } from "@/components/page";
import { Empty } from "@/components/states";

export function NoSuchPerson() {
  const { t } = useTranslation("admin");
  return (
    <Page title={t("user.goneTitle")} width="narrow">
      <Empty icon={<UserX />} title={t("user.gone")}>
        <ButtonLink to="/admin/users" mt="md">
          {t("user.all")}
        </ButtonLink>
      </Empty>
    </Page>
  );
}
