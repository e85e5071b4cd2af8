import { PasswordInput, type PasswordInputProps } from "@mantine/core";
import "@mantine/core/styles/PasswordInput.layer.css";
import { useTranslation } from "react-i18next";

/** A password that can be looked at, by keyboard too: what cannot be seen is mistyped. */
export function Password(props: PasswordInputProps) {
  const { t } = useTranslation("account");
  return (
    <PasswordInput
      maxLength={128}
      visibilityToggleButtonProps={{ "aria-label": t("showPassword"), tabIndex: 0 }}
      {...props}
    />
  );
}
