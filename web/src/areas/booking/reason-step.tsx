import { Button, Group, Stack, Textarea } from "@mantine/core";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { StepTitle } from "@/components/step-title";

// What the API takes.
const LONGEST = 1000;
const SHOWN_BELOW = 200;

interface ReasonStepProps {
  reason: string;
  onReason: (reason: string) => void;
  onNext: () => void;
}

export function ReasonStep({ reason, onReason, onNext }: ReasonStepProps) {
  const { t } = useTranslation("booking");
  const left = LONGEST - reason.length;

  function goOn(event: FormEvent) {
    event.preventDefault();
    onNext();
  }

  return (
    <form onSubmit={goOn}>
      <Stack>
        <StepTitle>{t("reason.title")}</StepTitle>
        <Textarea
          label={`${t("reason.label")} (${t("action.optional", { ns: "common" })})`}
          description={left < SHOWN_BELOW ? t("reason.left", { count: left }) : t("reason.hint")}
          placeholder={t("reason.placeholder")}
          rows={4}
          maxLength={LONGEST}
          value={reason}
          onChange={(event) => onReason(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit">{t("reason.next")}</Button>
        </Group>
      </Stack>
    </form>
  );
}
