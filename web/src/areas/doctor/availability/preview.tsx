/** What patients will be offered by the hours as they stand on the screen. */
import {
  ActionIcon,
  Button,
  Card,
  Group,
  NativeSelect,
  Skeleton,
  Text,
  Title,
  UnstyledButton,
  VisuallyHidden,
} from "@mantine/core";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PreviewedSlot } from "@/api/availability";
import { Loading, Refusal } from "@/components/states";
import { ZoneNote } from "@/components/zone-note";
import { useWords } from "@/i18n/use-words";
import { spokenDay, spokenDays, spokenMinutes, spokenTime } from "@/time/spoken";
import { faultsIn } from "./faults";
import classes from "./preview.module.css";
import type { HoursPreview } from "./use-preview";

export const PREVIEW_ID = "preview";

export function Preview({ preview, isDirty }: { preview: HoursPreview; isDirty: boolean }) {
  const { t } = useTranslation("doctor");
  const { locale } = useWords();
  const { type, types } = preview;
  return (
    <Card component="section" aria-labelledby={PREVIEW_ID} className={classes.preview}>
      <Title order={2} fz="lg" id={PREVIEW_ID} tabIndex={-1}>
        {t("preview.title")}
      </Title>
      <Text c="dimmed" fz="sm" mt={2} mb="md">
        {t(isDirty ? "preview.unsaved" : "preview.saved")}
      </Text>
      {types.length > 1 && (
        <NativeSelect
          label={t("preview.type")}
          mb="md"
          value={type?.code ?? ""}
          data={types.map(({ code, name, minutes }) => ({
            value: code,
            label: `${name || t("hours.typeNew")} · ${spokenMinutes(minutes, locale)}`,
          }))}
          onChange={(event) => preview.chooseType(event.currentTarget.value)}
        />
      )}
      <Week preview={preview} />
      <Times preview={preview} />
    </Card>
  );
}

function Week({ preview }: { preview: HoursPreview }) {
  const { t } = useTranslation("doctor");
  const { locale } = useWords();
  const { days, shown } = preview;
  const [first, last] = [days[0]?.date ?? "", days.at(-1)?.date ?? ""];
  return (
    <>
      <Group justify="space-between" wrap="nowrap" mb="xs">
        <Turn back disabled={preview.isFirst} onClick={() => preview.go(-1)} />
        <Text fw={650} fz="sm">
          {spokenDays(first, last, locale)}
        </Text>
        <Turn disabled={preview.isLast} onClick={() => preview.go(1)} />
      </Group>
      <fieldset className={classes.strip} aria-label={t("preview.days")}>
        {days.map(({ date, slots }) => (
          <UnstyledButton
            key={date}
            className={classes.day}
            aria-pressed={date === shown?.date}
            onClick={() => preview.chooseDay(date)}
          >
            <span>{spokenDay(date, locale, { weekday: "short" })}</span>
            <strong>{spokenDay(date, locale, { day: "numeric" })}</strong>
            <span className={classes.count}>
              {preview.query.data ? slots.length : "–"}
              <VisuallyHidden> {t("preview.times", { count: slots.length })}</VisuallyHidden>
            </span>
          </UnstyledButton>
        ))}
      </fieldset>
    </>
  );
}

function Turn({ back = false, ...rest }: { back?: boolean; disabled: boolean; onClick: () => void }) {
  const { t } = useTranslation("doctor");
  const Icon = back ? ChevronLeft : ChevronRight;
  return (
    <ActionIcon
      variant="default"
      size={44}
      radius="xl"
      aria-label={t(back ? "preview.previous" : "preview.next")}
      {...rest}
    >
      <Icon size={20} aria-hidden="true" />
    </ActionIcon>
  );
}

function Times({ preview }: { preview: HoursPreview }) {
  const { t } = useTranslation("doctor");
  const { query, error, zone, days, shown } = preview;
  const slots = days.flatMap((day) => day.slots);
  if (!preview.isReady || faultsIn(error).length > 0) {
    return (
      <Text role="status" c="dimmed" mt="md">
        {t("preview.waits")}
      </Text>
    );
  }
  if (error !== null) return <Refusal error={error} retry={() => void query.refetch()} />;
  if (query.data === undefined) {
    return (
      <Loading>
        <Skeleton height={140} mt="md" radius="lg" />
      </Loading>
    );
  }
  return (
    <div aria-busy={query.isPlaceholderData}>
      <Text role="status" fz="sm" my="sm">
        {t("preview.summary", { count: slots.length, taken: slots.filter((slot) => !slot.free).length })}
      </Text>
      {shown && <Slots key={shown.date} slots={shown.slots} zone={zone} />}
      <ZoneNote zone={zone} />
    </div>
  );
}

// As many as leave the page in sight.
const FIRST_SLOTS = 32;

function Slots({ slots, zone }: { slots: readonly PreviewedSlot[]; zone: string }) {
  const { t } = useTranslation("doctor");
  const { t: tc, locale } = useWords();
  const [showsAll, setShowsAll] = useState(false);
  if (slots.length === 0) {
    return (
      <Text c="dimmed" mb="sm">
        {t("preview.none")}
      </Text>
    );
  }
  return (
    <>
      <ul className={classes.slots}>
        {slots.slice(0, showsAll ? undefined : FIRST_SLOTS).map(({ starts_at: start, free }) => (
          <li key={start} className={classes.slot} data-taken={!free || undefined}>
            {free ? spokenTime(start, zone, locale) : <s>{spokenTime(start, zone, locale)}</s>}
            {!free && <VisuallyHidden> {t("preview.taken")}</VisuallyHidden>}
          </li>
        ))}
      </ul>
      {!showsAll && slots.length > FIRST_SLOTS && (
        <Button variant="subtle" size="sm" fullWidth onClick={() => setShowsAll(true)}>
          {tc("state.more")}
        </Button>
      )}
    </>
  );
}
