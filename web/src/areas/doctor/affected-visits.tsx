/** The booked visits that time off meets: they stay until somebody moves or cancels them. */
import { Button, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { OPEN } from "@/api/appointment-status";
import { type Appointment, allAppointmentsQuery } from "@/api/appointments";
import { ButtonLink } from "@/components/links";
import { Loaded } from "@/components/states";
import { StatusBadge } from "@/components/status-badge";
import { useWords } from "@/i18n/use-words";
import type { Instant } from "@/time/instants";
import { shortDate, spokenMoment, spokenRange } from "@/time/spoken";
import classes from "./affected-visits.module.css";

const FIRST = 5;
// No visit is longer (medbook/domain/_availability_faults.py): one that began before may reach into the time.
const LONGEST_MILLISECONDS = 8 * 3_600_000;

interface AffectedVisitsProps {
  doctorId: string;
  from: Instant;
  to: Instant;
  /** Whether the time is closed already: then there is something to do about them. */
  isDone?: boolean;
}

export function AffectedVisits({ doctorId, from, to, isDone = false }: AffectedVisitsProps) {
  const { t } = useTranslation("doctor");
  const query = useAffected(doctorId, from, to);
  return (
    <Loaded query={query} skeleton={<Skeleton height={48} radius="md" />}>
      {(visits) => (
        <Stack gap="xs">
          <Text role="status">{t(isDone ? "affected.after" : "affected.before", { count: visits.length })}</Text>
          <VisitList visits={visits} />
        </Stack>
      )}
    </Loaded>
  );
}

/** Open visits that share time with a period. */
function useAffected(doctorId: string, from: Instant, to: Instant) {
  const since = new Date(Date.parse(from) - LONGEST_MILLISECONDS).toISOString();
  const filter = { doctor_id: doctorId, status: [...OPEN], from: since, to };
  return useQuery({
    ...allAppointmentsQuery(filter),
    select: (visits) => visits.filter((visit) => Date.parse(visit.ends_at) > Date.parse(from)),
  });
}

function VisitList({ visits }: { visits: readonly Appointment[] }) {
  const { t } = useTranslation("doctor");
  const { t: tc } = useWords();
  const [showsAll, setShowsAll] = useState(false);
  if (visits.length === 0) return null;
  return (
    <>
      <ul className={classes.list} aria-label={t("affected.list")}>
        {visits.slice(0, showsAll ? undefined : FIRST).map((visit) => (
          <AffectedVisit key={visit.id} visit={visit} />
        ))}
      </ul>
      {!showsAll && visits.length > FIRST && (
        <Button variant="subtle" size="sm" onClick={() => setShowsAll(true)}>
          {tc("state.more")}
        </Button>
      )}
    </>
  );
}

function AffectedVisit({ visit }: { visit: Appointment }) {
  const { t } = useTranslation("doctor");
  const { locale } = useWords();
  const { starts_at: start, ends_at: end, time_zone: zone } = visit;
  return (
    <li className={classes.visit}>
      <div className={classes.who}>
        <Text fw={650}>{visit.patient_name}</Text>
        <Text fz="sm">
          {shortDate(start, zone, locale)}, {spokenRange(start, end, zone, locale)} · {visit.visit_type_name}
        </Text>
      </div>
      <StatusBadge status={visit.status} />
      <ButtonLink
        to="/appointments/$appointmentId"
        params={{ appointmentId: visit.id }}
        size="sm"
        variant="default"
        aria-label={t("affected.changeOf", {
          patient: visit.patient_name,
          when: spokenMoment(start, zone, locale),
        })}
      >
        {t("affected.change")}
      </ButtonLink>
    </li>
  );
}
