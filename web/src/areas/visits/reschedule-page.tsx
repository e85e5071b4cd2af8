/**
 * Moving an appointment: choose a time, look at old and new side by side, done.
 *
 * The week and the time that is chosen stand in the address. Until the API has said yes, the old time is kept.
 */
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { CalendarOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Appointment, appointmentQuery } from "@/api/appointments";
import type { Tagged } from "@/api/client";
import type { Role } from "@/api/me";
import { isProblem } from "@/api/problem";
import { BackLink } from "@/components/back-link";
import { ButtonLink } from "@/components/links";
import { Page } from "@/components/page";
import { Empty, Loaded } from "@/components/states";
import { mayMove } from "@/components/visit-rules";
import { useMe } from "@/session/hooks";
import type { Instant } from "@/time/instants";
import { useNow } from "@/time/use-now";
import { ChooseTime } from "./choose-time";
import { ConfirmMove } from "./confirm-move";
import { Gone } from "./gone";
import { Moved } from "./moved";

const route = getRouteApi("/appointments/$appointmentId/reschedule");

export function ReschedulePage() {
  const { t } = useTranslation("visits");
  const { appointmentId } = route.useParams();
  const query = useQuery(appointmentQuery(appointmentId));
  const role = useMe()?.role ?? "patient";
  if (isProblem(query.error, "not-found", "validation")) return <Gone role={role} />;
  const visit = query.data?.data;
  return (
    <Page
      title={t("reschedule.title")}
      lead={
        visit &&
        t(role === "patient" ? "reschedule.ownLead" : "reschedule.lead", {
          patient: visit.patient_name,
          doctor: visit.doctor_name,
          type: visit.visit_type_name,
        })
      }
      back={
        <BackLink to="/appointments/$appointmentId" params={{ appointmentId }}>
          {t("reschedule.back")}
        </BackLink>
      }
    >
      <Loaded query={query} skeleton={<Skeleton height={480} radius="lg" />}>
        {(tagged) => <Course key={tagged.data.id} visit={tagged} role={role} />}
      </Loaded>
    </Page>
  );
}

function Course({ visit, role }: { visit: Tagged<Appointment>; role: Role }) {
  const { start } = route.useSearch();
  const navigate = route.useNavigate();
  const now = useNow();
  const [moved, setMoved] = useState<Appointment | null>(null);
  const [tried, setTried] = useState<Instant | null>(null);
  const [refused, setRefused] = useState<unknown>(null);

  function chooseAgain(error: unknown = null) {
    setRefused(error);
    void navigate({ search: ({ day }) => ({ day }), replace: true });
  }

  function show(visit: Appointment) {
    setMoved(visit);
    // Loaded again, the page should not ask for the same time once more.
    void navigate({ search: {}, replace: true });
  }

  // The answer was lost, and the visit read anew says that it worked.
  if (moved === null && tried === visit.data.starts_at) setMoved(visit.data);
  if (moved !== null) return <Moved visit={moved} />;
  if (!mayMove(visit.data, role, now)) return <NotAnyMore visit={visit.data} role={role} />;
  if (start !== undefined && start !== visit.data.starts_at) {
    return <ConfirmMove visit={visit} start={start} onTry={setTried} onMoved={show} onChooseAgain={chooseAgain} />;
  }
  return <ChooseTime visit={visit.data} refused={refused} />;
}

function NotAnyMore({ visit, role }: { visit: Appointment; role: Role }) {
  const { t } = useTranslation("visits");
  const isLate = role === "patient" && mayMove(visit, "doctor", new Date());
  return (
    <Empty icon={<CalendarOff />} title={t("reschedule.closed")}>
      {isLate ? t("problem.too-late-to-change", { ns: "common" }) : t("reschedule.closedHint")}
      <div>
        <ButtonLink to="/appointments/$appointmentId" params={{ appointmentId: visit.id }} mt="md">
          {t("reschedule.back")}
        </ButtonLink>
      </div>
    </Empty>
  );
}
