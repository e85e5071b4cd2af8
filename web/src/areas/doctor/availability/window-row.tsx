import { ActionIcon, Input } from "@mantine/core";
import { X } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { DraftWindow } from "./draft";
import type { FaultAt } from "./faults";
import classes from "./hours.module.css";

interface WindowRowProps {
  /** The day these hours belong to, and which of its hours they are. */
  day: string;
  number: number;
  window: DraftWindow;
  /** Where the window stands in the body. */
  pointer: string;
  faultAt: FaultAt;
  onChange: (window: DraftWindow) => void;
  onRemove: () => void;
}

/** Some hours of a day: from, to. */
export function WindowRow({ day, number, window, pointer, faultAt, onChange, onRemove }: WindowRowProps) {
  const { t } = useTranslation("doctor");
  const id = useId();
  const whole = faultAt(pointer);
  const faults = { start: faultAt(`${pointer}/start`), end: faultAt(`${pointer}/end`) };
  const isWrong = (edge: "start" | "end") => faults[edge] !== undefined || whole !== undefined;
  const told = [...new Set([faults.start, faults.end, whole])].filter((text) => text !== undefined);
  return (
    <div>
      <div className={classes.window}>
        {(["start", "end"] as const).map((edge) => (
          <Input
            key={edge}
            type="time"
            size="md"
            className={classes.time}
            aria-label={t(edge === "start" ? "hours.from" : "hours.to", { day, number })}
            // The library would tell of nothing but what stands in its own wrapper.
            withAria={false}
            aria-describedby={told.length > 0 ? id : undefined}
            aria-invalid={isWrong(edge) || undefined}
            error={isWrong(edge)}
            value={window[edge]}
            onChange={(event) => onChange({ ...window, [edge]: event.currentTarget.value })}
          />
        ))}
        <ActionIcon
          size={44}
          variant="subtle"
          color="gray"
          aria-label={t("hours.removeHours", { day, number })}
          onClick={onRemove}
        >
          <X size={18} aria-hidden="true" />
        </ActionIcon>
      </div>
      {told.length > 0 && (
        <Input.Error id={id} size="sm" mt={4}>
          {told.join(" ")}
        </Input.Error>
      )}
    </div>
  );
}
