/** What a patient may do with an appointment of theirs, and until when. */
import { Button, Stack, Text, Title } from "@mantine/core";
import { CalendarClock, CalendarX2, RotateCcw } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Appointment } from "@/api/appointments";
import type { Tagged } from "@/api/client";
import { AddToCalendar } from "@/components/add-to-calendar";
import { CancelVisit } from "@/components/cancel-visit";
import { ButtonLink } from "@/components/links";
import { Outcome } from "@/components/outcome";
import { hasBegun, isOpen, mayCancel, mayMove } from "@/components/visit-rules";
import { useWords } from "@/i18n/use-words";
import { cityOf, spokenMoment } from "@/time/spoken";
import { useNow } from "@/time/use-now";

export function OwnSteps({ visit }: { visit: Tagged<Appointment> }) {
  const { t } = useTranslation("visits");
  const now = useNow();
  const [isAsked, setIsAsked] = useState(false);
  const [isCancelled, setIsCancelled] = useState(false);
  const { data } = visit;
  const isAhead = isOpen(data) && !hasBegun(data, now);
  return (
    <Stack gap="md">
      <Title order={2} fz="lg" id="steps">
        {t(isAhead ? "change.title" : "change.again")}
      </Title>
      <CutOff visit={data} now={now} />
      <Outcome text={isCancelled ? t("steps.done.cancel") : undefined} />
      <Stack gap="sm">
        {mayMove(data, "patient", now) && (
          <ButtonLink
            to="/appointments/$appointmentId/reschedule"
            params={{ appointmentId: data.id }}
            leftSection={<CalendarClock size={18} aria-hidden="true" />}
          >
            {t("change.move")}
          </ButtonLink>
        )}
        {isAhead && <AddToCalendar visit={data} />}
        {mayCancel(data, "patient", now) && (
          <Button
            variant="default"
            c="var(--mantine-color-error)"
            leftSection={<CalendarX2 size={18} aria-hidden="true" />}
            onClick={() => setIsAsked(true)}
          >
            {t("change.cancel")}
          </Button>
        )}
        <ButtonLink
          to="/doctors/$doctorId"
          params={{ doctorId: data.doctor_id }}
          search={{ type: data.visit_type }}
          variant={isAhead ? "subtle" : "filled"}
          leftSection={<RotateCcw size={18} aria-hidden="true" />}
        >
          {t(isAhead ? "one.another" : "one.again")}
        </ButtonLink>
      </Stack>
      <CancelVisit
        visit={visit}
        isOpen={isAsked}
        onClose={() => setIsAsked(false)}
        onCancelled={() => {
          setIsAsked(false);
          setIsCancelled(true);
        }}
      />
    </Stack>
  );
}

/** Until when it can be changed online, or what to do now that it cannot. */
function CutOff({ visit, now }: { visit: Appointment; now: Date }) {
  const { t } = useTranslation("visits");
  const { t: tc, locale } = useWords();
  if (!isOpen(visit)) return null;
  if (hasBegun(visit, now)) return <Text c="dimmed">{t("change.begun")}</Text>;
  const { changeable_until: until, time_zone: zone } = visit;
  // Booked when it was too late already.
  if (until <= visit.created_at) return <Text c="dimmed">{t("change.never")}</Text>;
  const when = `${spokenMoment(until, zone, locale)} (${tc("zone.short", { city: cityOf(zone) })})`;
  return <Text c="dimmed">{t(mayCancel(visit, "patient", now) ? "change.until" : "change.tooLate", { when })}</Text>;
}
