import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api/problem";
import { Refusal } from "@/components/states";

interface SaveRefusalProps {
  error: unknown;
  says?: Record<string, string>;
  /** Show what is so now, and let go of what was typed. */
  onReload: () => void;
  /** Save what was typed whatever has changed beside it. */
  onOverwrite: () => void;
}

/** Why something was not saved; when somebody else was faster, the two ways on. */
export function SaveRefusal({ error, says, onReload, onOverwrite }: SaveRefusalProps) {
  const { t } = useTranslation("admin");
  if (!isProblem(error, "precondition-failed")) return <Refusal error={error} {...(says ? { says } : {})} />;
  return (
    <Refusal error={error} says={{ "precondition-failed": t("stale.text") }}>
      <Button size="sm" variant="default" onClick={onReload}>
        {t("stale.reload")}
      </Button>
      <Button size="sm" variant="default" onClick={onOverwrite}>
        {t("stale.overwrite")}
      </Button>
    </Refusal>
  );
}
