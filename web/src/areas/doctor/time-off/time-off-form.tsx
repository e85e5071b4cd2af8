import { Button, Input, SegmentedControl, Stack, Textarea, TextInput } from "@mantine/core";
import "@mantine/core/styles/FloatingIndicator.layer.css";
import "@mantine/core/styles/SegmentedControl.layer.css";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import type { TimeOff } from "@/api/time-off";
import { Actions } from "@/components/actions";
import { DayInput } from "@/components/day-input";
import { Refusal } from "@/components/states";
import { useWords } from "@/i18n/use-words";
import { type Day, laterOf, today } from "@/time/instants";
import { AffectedVisits } from "../affected-visits";
import { type Entry, isForward, periodOf } from "../period";
import { useFaultWords } from "../use-fault-words";
import { useAddTimeOff } from "../use-time-off";
import classes from "./time-off.module.css";

const LONGEST_REASON = 1000;
const EMPTY: Entry = { kind: "days", firstDay: undefined, lastDay: undefined, fromTime: "09:00", toTime: "17:00" };

interface TimeOffFormProps {
  doctorId: string;
  zone: string;
  onAdded: (timeOff: TimeOff) => void;
  onCancel: () => void;
}

export function TimeOffForm({ doctorId, zone, onAdded, onCancel }: TimeOffFormProps) {
  const { t } = useTranslation("doctor");
  const { t: tc } = useWords();
  const [entry, setEntry] = useState(EMPTY);
  const [reason, setReason] = useState("");
  const [isAsked, setIsAsked] = useState(false);
  const adding = useAddTimeOff(doctorId);
  const period = periodOf(entry, zone);
  const faults = useFaults(entry, zone, isAsked, adding.error);
  const isKnown = adding.error instanceof Problem && faults.end !== undefined;

  function submit(event: FormEvent) {
    event.preventDefault();
    setIsAsked(true);
    if (period === null || !isForward(period)) return;
    adding.mutate({ ...period, reason: reason.trim() || null }, { onSuccess: onAdded });
  }

  function change(part: Partial<Entry>) {
    adding.reset();
    setEntry((before) => ({ ...before, ...part }));
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Kind value={entry.kind} onChange={(kind) => change({ kind })} />
        <Edges entry={entry} zone={zone} faults={faults} onChange={change} />
        <Textarea
          label={`${t("timeOff.reason")} (${tc("action.optional")})`}
          description={t("timeOff.reasonHint")}
          rows={2}
          maxLength={LONGEST_REASON}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {period !== null && isForward(period) && (
          <AffectedVisits doctorId={doctorId} from={period.starts_at} to={period.ends_at} />
        )}
        {adding.isError && !isKnown && <Refusal error={adding.error} />}
        <Actions>
          <Button variant="default" onClick={onCancel}>
            {tc("action.back")}
          </Button>
          <Button type="submit" loading={adding.isPending}>
            {t("timeOff.submit")}
          </Button>
        </Actions>
      </Stack>
    </form>
  );
}

function Kind({ value, onChange }: { value: Entry["kind"]; onChange: (kind: Entry["kind"]) => void }) {
  const { t } = useTranslation("doctor");
  const id = useId();
  return (
    <div>
      <Input.Label id={id} labelElement="div" mb={6}>
        {t("timeOff.kind")}
      </Input.Label>
      <SegmentedControl
        aria-labelledby={id}
        fullWidth
        size="md"
        data={[
          { value: "days", label: t("timeOff.days") },
          { value: "hours", label: t("timeOff.hours") },
        ]}
        value={value}
        onChange={(kind) => onChange(kind === "hours" ? "hours" : "days")}
      />
    </div>
  );
}

interface Faults {
  firstDay: string | undefined;
  fromTime: string | undefined;
  toTime: string | undefined;
  end: string | undefined;
}

/** What is missing once somebody wanted to save, and what the server said of the end. */
function useFaults(entry: Entry, zone: string, isAsked: boolean, refused: unknown): Faults {
  const { t } = useTranslation("doctor");
  const say = useFaultWords();
  const period = periodOf(entry, zone);
  const told = refused instanceof Problem ? refused.faults[0] : undefined;
  const when = (isMissing: boolean, text: string) => (isAsked && isMissing ? text : undefined);
  const isBackward = period !== null && !isForward(period);
  return {
    firstDay: when(entry.firstDay === undefined, t("timeOff.needDay")),
    fromTime: when(entry.fromTime === "", t("timeOff.needTime")),
    toTime: when(entry.toTime === "", t("timeOff.needTime")),
    end: when(isBackward, t("fault.endBeforeStart")) ?? (told && say(told)),
  };
}

interface EdgesProps {
  entry: Entry;
  zone: string;
  faults: Faults;
  onChange: (part: Partial<Entry>) => void;
}

/** From when until when: days, with times where hours are meant. */
function Edges({ entry, zone, faults, onChange }: EdgesProps) {
  const { t } = useTranslation("doctor");
  const isHours = entry.kind === "hours";
  const now = today(zone);
  const begin = (firstDay: Day | undefined) => {
    const isLater = firstDay !== undefined && entry.lastDay !== undefined && firstDay > entry.lastDay;
    onChange({ firstDay, ...(isLater ? { lastDay: firstDay } : {}) });
  };
  return (
    <div className={classes.edges} data-hours={isHours || undefined}>
      <DayInput
        label={t(isHours ? "timeOff.fromDay" : "timeOff.firstDay")}
        value={entry.firstDay}
        error={faults.firstDay}
        minDate={now}
        clearable={false}
        isInDialog
        onChange={begin}
      />
      {isHours && (
        <TimeField
          label={t("timeOff.fromTime")}
          value={entry.fromTime}
          fault={faults.fromTime}
          onChange={(fromTime) => onChange({ fromTime })}
        />
      )}
      <DayInput
        label={t(isHours ? "timeOff.toDay" : "timeOff.lastDay")}
        value={entry.lastDay ?? entry.firstDay}
        error={isHours ? undefined : faults.end}
        minDate={laterOf(entry.firstDay ?? now, now)}
        clearable={false}
        isInDialog
        onChange={(lastDay) => onChange({ lastDay })}
      />
      {isHours && (
        <TimeField
          label={t("timeOff.toTime")}
          value={entry.toTime}
          fault={faults.toTime ?? faults.end}
          onChange={(toTime) => onChange({ toTime })}
        />
      )}
    </div>
  );
}

interface TimeFieldProps {
  label: string;
  value: string;
  fault: string | undefined;
  onChange: (time: string) => void;
}

function TimeField({ label, value, fault, onChange }: TimeFieldProps) {
  return (
    <TextInput
      type="time"
      label={label}
      value={value}
      error={fault}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
