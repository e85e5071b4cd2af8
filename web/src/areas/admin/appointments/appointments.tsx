/** Everybody's visits, narrowed by what the address says. */
import { Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { CalendarPlus, CalendarSearch } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type Appointment, appointmentsQuery } from "@/api/appointments";
import { ButtonLink, TextLink } from "@/components/links";
import { Page } from "@/components/page";
import { Empty } from "@/components/states";
import { StatusBadge } from "@/components/status-badge";
import type { Day } from "@/time/instants";
import { Counted } from "../counted";
import { type Column, Listing } from "../listing";
import { useToday } from "../today";
import { VisitTime } from "../visit-time";
import { VisitFilters } from "./visit-filters";
import { filterOf, type VisitsSearch } from "./visits-search";

const route = getRouteApi("/admin/appointments/");

export function Appointments() {
  const { t } = useTranslation("admin");
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const today = useToday();
  return (
    <Page
      title={t("visits.title")}
      lead={t("visits.lead")}
      width="wide"
      actions={
        <ButtonLink
          to="/admin/appointments/new"
          search={{ patient: search.patient, doctor: search.doctor }}
          leftSection={<CalendarPlus size={18} aria-hidden="true" />}
        >
          {t("visits.book")}
        </ButtonLink>
      }
    >
      <VisitFilters
        search={search}
        onChange={(changed) =>
          void navigate({ search: (before) => ({ ...before, ...changed }), replace: true, resetScroll: false })
        }
      />
      {today !== undefined && <Results search={search} today={today} />}
    </Page>
  );
}

function Results({ search, today }: { search: VisitsSearch; today: Day }) {
  const { t } = useTranslation("admin");
  const query = useInfiniteQuery(appointmentsQuery(filterOf(search, today)));
  return (
    <Counted
      query={query}
      empty={
        <Empty icon={<CalendarSearch />} title={t("visits.none")}>
          <Text>{t("visits.noneHint")}</Text>
          <ButtonLink to="/admin/appointments" search={{ when: "all" }} variant="default" mt="md">
            {t("visits.all")}
          </ButtonLink>
        </Empty>
      }
    >
      {(visits) => <Visits visits={visits} />}
    </Counted>
  );
}

function Visits({ visits }: { visits: readonly Appointment[] }) {
  const { t } = useTranslation("admin");
  const columns: [Column<Appointment>, ...Column<Appointment>[]] = [
    {
      title: t("visits.when"),
      cell: ({ id, starts_at, time_zone }) => (
        <TextLink to="/appointments/$appointmentId" params={{ appointmentId: id }} underline="hover">
          <VisitTime at={starts_at} zone={time_zone} />
        </TextLink>
      ),
    },
    {
      title: t("visits.patient"),
      cell: ({ patient_id, patient_name }) => (
        <TextLink to="/admin/users/$userId" params={{ userId: patient_id }} underline="hover">
          {patient_name}
        </TextLink>
      ),
    },
    {
      title: t("visits.doctor"),
      cell: ({ doctor_id, doctor_name, specialty }) => (
        <>
          <TextLink to="/admin/doctors/$doctorId" params={{ doctorId: doctor_id }} underline="hover">
            {doctor_name}
          </TextLink>
          <Text fz="sm" c="dimmed">
            {specialty}
          </Text>
        </>
      ),
    },
    { title: t("visits.type"), cell: ({ visit_type_name }) => visit_type_name },
    { title: t("visits.status"), cell: ({ status }) => <StatusBadge status={status} /> },
  ];
  return (
    <>
      <Listing label={t("visits.title")} items={visits} keyOf={({ id }) => id} columns={columns} />
      <Text fz="sm" c="dimmed" mt="sm">
        {t("visits.clocks")}
      </Text>
    </>
  );
}
