import { Alert, Anchor, Button, Group, Text } from "@mantine/core";
import { TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Refusal } from "@/components/states";
import { faultsIn } from "./faults";
import { PREVIEW_ID } from "./preview";
import classes from "./save-bar.module.css";
import type { HoursSaving } from "./use-saving";

interface SaveBarProps {
  isDirty: boolean;
  saving: HoursSaving;
  onSave: () => void;
  onDiscard: () => void;
}

/** Whether everything is saved, and saving it; always in sight. */
export function SaveBar({ isDirty, saving, onSave, onDiscard }: SaveBarProps) {
  const { t } = useTranslation("doctor");
  const state = isDirty ? "dirty" : saving.isSaved ? "saved" : "clean";
  return (
    <section className={classes.bar} aria-label={t("save.label")} data-dirty={isDirty || undefined}>
      {saving.isConflict ? <Conflict saving={saving} /> : <Refused error={saving.error} />}
      <div className={classes.row}>
        <Text role="status" fw={isDirty ? 650 : 400} className={classes.state} data-state={state}>
          {t(`save.${state}`)}
        </Text>
        <Anchor href={`#${PREVIEW_ID}`} className={classes.jump}>
          {t("preview.seeBelow")}
        </Anchor>
        <Group gap="sm" wrap="nowrap" className={classes.buttons}>
          <Button variant="default" disabled={!isDirty || saving.isPending} onClick={onDiscard}>
            {t("save.discard")}
          </Button>
          <Button disabled={!isDirty} loading={saving.isPending} onClick={onSave}>
            {t("save.submit")}
          </Button>
        </Group>
      </div>
    </section>
  );
}

function Refused({ error }: { error: unknown }) {
  const { t } = useTranslation("doctor");
  if (error === null) return null;
  if (faultsIn(error).length === 0) return <Refusal error={error} />;
  return (
    <Alert role="alert" color="red" variant="light" icon={<TriangleAlert aria-hidden="true" />}>
      <Text c="var(--mb-ink)">{t("save.faults")}</Text>
    </Alert>
  );
}

function Conflict({ saving }: { saving: HoursSaving }) {
  const { t } = useTranslation("doctor");
  return (
    <Alert
      role="alert"
      color="orange"
      variant="outline"
      icon={<TriangleAlert aria-hidden="true" />}
      title={
        <Text c="var(--mb-ink)" fw={650} component="span">
          {t("save.conflictTitle")}
        </Text>
      }
    >
      <Text c="var(--mb-ink)">
        {t("save.conflict")} {t("save.loadHint")}
      </Text>
      <Button size="sm" mt="sm" variant="default" loading={saving.isLoading} onClick={saving.load}>
        {t("save.load")}
      </Button>
    </Alert>
  );
}
