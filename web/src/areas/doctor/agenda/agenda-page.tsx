/** A doctor's agenda: a week or a day, each visit, and closing what is left of a day. */
import { Alert, Skeleton, Stack, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { CalendarClock } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { allAppointmentsQuery } from "@/api/appointments";
import { type Availability, availabilityQuery } from "@/api/availability";
import { timeOffQuery } from "@/api/time-off";
import { ButtonLink } from "@/components/links";
import { Page } from "@/components/page";
import { Loaded } from "@/components/states";
import { ZoneNote } from "@/components/zone-note";
import { useMe } from "@/session/hooks";
import { addDays, type Day, daysFrom, mondayOf, today } from "@/time/instants";
import { useNow } from "@/time/use-now";
import { instantOf } from "@/time/wall";
import { withoutCancelled } from "./day-plan";
import { Days } from "./days";
import { Legend } from "./legend";
import { Toolbar } from "./toolbar";

const route = getRouteApi("/agenda");
// Comes after the calendar: nobody opens a visit before they see it.
const VisitPanel = lazy(() => import("./visit-panel"));
const WIDE = "(min-width: 48em)";

export function AgendaPage() {
  const { t } = useTranslation("doctor");
  const me = useMe();
  return (
    <Page title={t("agenda.title")} width="wide">
      {me && <Agenda doctorId={me.id} />}
    </Page>
  );
}

function Agenda({ doctorId }: { doctorId: string }) {
  const hours = useQuery(availabilityQuery(doctorId));
  return (
    <Loaded query={hours} skeleton={<CalendarSkeleton />}>
      {({ data: published }) => <Shown doctorId={doctorId} published={published} />}
    </Loaded>
  );
}

interface ShownProps {
  doctorId: string;
  published: Availability;
}

function Shown({ doctorId, published }: ShownProps) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const isWide = useMediaQuery(WIDE, true, { getInitialValueInEffect: false });
  const now = useNow();
  const zone = published.time_zone;
  const day = search.day ?? today(zone, now);
  const view = search.view ?? (isWide ? "week" : "day");
  const { visits, timesOff } = useDiary(doctorId, mondayOf(day), zone);
  const change = (changed: typeof search, replace = true) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace, resetScroll: false });
  return (
    <Stack gap="md">
      <Toolbar
        view={view}
        day={day}
        today={today(zone, now)}
        showsCancelled={search.cancelled === true}
        onDay={(chosen) => change({ day: chosen })}
        onToday={() => {
          change({ day: undefined });
          document.querySelector("[data-now]")?.scrollIntoView({ block: "center" });
        }}
        onView={(chosen) => change({ view: chosen, day })}
        onCancelled={(shows) => change({ cancelled: shows || undefined })}
      />
      {published.weekly.length + published.overrides.length === 0 && <NoHours />}
      <Loaded query={visits} skeleton={<CalendarSkeleton />}>
        {(all) => (
          <Days
            doctorId={doctorId}
            days={view === "week" ? daysFrom(mondayOf(day), 7) : [day]}
            diary={{
              published,
              visits: search.cancelled ? all : withoutCancelled(all),
              timesOff: timesOff.data ?? [],
            }}
            now={now}
            isList={view === "week" && !isWide}
            onVisit={(visit) => change({ visit: visit.id }, false)}
          />
        )}
      </Loaded>
      <Legend showsCancelled={search.cancelled === true} />
      <ZoneNote zone={zone} season={instantOf(day, "12:00", zone)} />
      <Suspense>
        <VisitPanel visitId={search.visit} onClose={() => change({ visit: undefined })} />
      </Suspense>
    </Stack>
  );
}

/** A week of visits, and all time off to come. The whole week also for a day of it: the next one is then there already. */
function useDiary(doctorId: string, monday: Day, zone: string) {
  // A visit that begins the evening before may reach into Monday.
  const [from, to] = [addDays(monday, -1), addDays(monday, 7)].map((day) => instantOf(day, "00:00", zone));
  return {
    visits: useQuery(allAppointmentsQuery({ doctor_id: doctorId, from: from ?? monday, to: to ?? monday })),
    timesOff: useQuery(timeOffQuery(doctorId)),
  };
}

function NoHours() {
  const { t } = useTranslation("doctor");
  return (
    <Alert icon={<CalendarClock aria-hidden="true" />} variant="light" title={t("agenda.noHoursTitle")}>
      <Text mb="sm">{t("agenda.noHours")}</Text>
      <ButtonLink to="/availability" size="sm">
        {t("agenda.toHours")}
      </ButtonLink>
    </Alert>
  );
}

function CalendarSkeleton() {
  return <Skeleton height={560} radius="lg" />;
}
