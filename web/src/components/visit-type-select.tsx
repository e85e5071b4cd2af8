import { Chip, Group, Input } from "@mantine/core";
import "@mantine/core/styles/Chip.layer.css";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { VisitType } from "@/api/doctors";
import { useWords } from "@/i18n/use-words";
import { spokenMinutes } from "@/time/spoken";

interface VisitTypeSelectProps {
  types: readonly VisitType[];
  value: string;
  onChange: (code: string) => void;
}

/** What a visit is about, and how long that takes: radio buttons, drawn as chips. */
export function VisitTypeSelect({ types, value, onChange }: VisitTypeSelectProps) {
  const { t } = useTranslation("public");
  const { locale } = useWords();
  const id = useId();
  return (
    <div role="radiogroup" aria-labelledby={id}>
      <Input.Label id={id} labelElement="div" mb={6}>
        {t("doctor.visitType")}
      </Input.Label>
      <Chip.Group value={value} onChange={onChange}>
        <Group gap="xs">
          {types.map(({ code, name, minutes }) => (
            <Chip key={code} value={code} size="md" variant="light">
              {name} · {spokenMinutes(minutes, locale)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </div>
  );
}
