/** The first step of moving: the doctor's free times, beside the time that is now. */
import { Alert, Button, Card, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { CalendarX, UserX } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Appointment } from "@/api/appointments";
import { type Doctor, doctorQuery } from "@/api/doctors";
import { isProblem } from "@/api/problem";
import { useRefusalText } from "@/api/words";
import { Empty, Loaded } from "@/components/states";
import { WeekOfSlots } from "@/components/week-of-slots";
import weekClasses from "@/components/week-of-slots.module.css";
import { useWords } from "@/i18n/use-words";
import { dayOf } from "@/time/instants";
import { spokenMoment } from "@/time/spoken";
import { OldAndNew } from "./old-and-new";

const route = getRouteApi("/appointments/$appointmentId/reschedule");

interface ChooseTimeProps {
  visit: Appointment;
  /** Why the time that was chosen before could not be had. */
  refused: unknown;
}

export function ChooseTime({ visit, refused }: ChooseTimeProps) {
  const { t } = useTranslation("visits");
  const query = useQuery(doctorQuery(visit.doctor_id));
  if (isProblem(query.error, "not-found")) return <Empty icon={<UserX />} title={t("reschedule.gone")} />;
  return (
    <Stack gap="lg">
      {refused !== null && <Lost visit={visit} error={refused} />}
      <OldAndNew visit={visit} start={undefined} />
      <Card component="section" aria-labelledby="new-time" padding="lg" radius="xl">
        <Stack gap="lg">
          <div>
            <Title order={2} fz="xl" id="new-time">
              {t("reschedule.choose")}
            </Title>
            <Text c="dimmed">{t("reschedule.kept")}</Text>
          </div>
          <Loaded query={query} skeleton={<Skeleton height={400} radius="lg" />}>
            {(doctor) => <Times visit={visit} doctor={doctor} />}
          </Loaded>
        </Stack>
      </Card>
    </Stack>
  );
}

/** Somebody was faster: said first, with what has not been lost. */
function Lost({ visit, error }: { visit: Appointment; error: unknown }) {
  const { t } = useTranslation("visits");
  const { locale } = useWords();
  const text = useRefusalText();
  const box = useRef<HTMLDivElement>(null);
  // The button that was pressed is gone: reading goes on here.
  useEffect(() => box.current?.focus(), []);
  return (
    <Alert ref={box} tabIndex={-1} role="alert" color="orange" variant="light" icon={<CalendarX aria-hidden="true" />}>
      {text(error)} {t("reschedule.lost", { when: spokenMoment(visit.starts_at, visit.time_zone, locale) })}
    </Alert>
  );
}

function Times({ visit, doctor }: { visit: Appointment; doctor: Doctor }) {
  const { t } = useTranslation("visits");
  const { locale } = useWords();
  const { day } = route.useSearch();
  const navigate = route.useNavigate();
  const zone = doctor.time_zone;
  return (
    <WeekOfSlots
      doctorId={doctor.id}
      zone={zone}
      visitType={visit.visit_type}
      moving={visit.id}
      horizonDays={doctor.horizon_days}
      day={day ?? dayOf(visit.starts_at, zone)}
      onDay={(chosen) => void navigate({ search: { day: chosen }, replace: true, resetScroll: false })}
      renderSlot={({ starts_at: start }, _, text) => (
        <Button
          variant="light"
          size="sm"
          className={weekClasses.slot}
          aria-label={t("reschedule.take", { when: spokenMoment(start, zone, locale) })}
          onClick={() => void navigate({ search: { day: dayOf(start, zone), start } })}
        >
          {text}
        </Button>
      )}
    />
  );
}
