import { NativeSelect } from "@mantine/core";
// Its arrow is drawn by this one.
import { useTranslation } from "react-i18next";
import { oneOf } from "@/components/search-params";
import { ACTIVITIES, type Activity } from "./users-search";

interface ActivitySelectProps {
  value: Activity | undefined;
  onChange: (activity: Activity | undefined) => void;
}

export function ActivitySelect({ value, onChange }: ActivitySelectProps) {
  const { t } = useTranslation("admin");
  return (
    <NativeSelect
      label={t("account.state")}
      value={value ?? ""}
      data={[
        { value: "", label: t("account.any") },
        { value: "yes", label: t("account.active") },
        { value: "no", label: t("account.inactive") },
      ]}
      onChange={(event) => onChange(oneOf({ active: event.currentTarget.value }, "active", ACTIVITIES))}
    />
  );
}
