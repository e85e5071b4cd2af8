/** One appointment, as its patient, its doctor or an admin sees it: every fact, and what each of them may do. Mails lead here. */
import { Alert, Card, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { CalendarX2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type Appointment, appointmentQuery } from "@/api/appointments";
import type { Tagged } from "@/api/client";
import type { Role } from "@/api/me";
import { isProblem } from "@/api/problem";
import { AddToCalendar } from "@/components/add-to-calendar";
import { Page } from "@/components/page";
import { Loaded } from "@/components/states";
import { StatusBadge } from "@/components/status-badge";
import { isOpen } from "@/components/visit-rules";
import { VisitSteps } from "@/components/visit-steps";
import { useMe } from "@/session/hooks";
import { Gone } from "./gone";
import { OwnSteps } from "./own-steps";
import { VisitFacts } from "./visit-facts";
import classes from "./visit-page.module.css";
import { WayBack } from "./way-back";

const route = getRouteApi("/appointments/$appointmentId/");

export function VisitPage() {
  const { t } = useTranslation("visits");
  const { appointmentId } = route.useParams();
  const query = useQuery(appointmentQuery(appointmentId));
  const role = useMe()?.role ?? "patient";
  if (isProblem(query.error, "not-found", "validation")) return <Gone role={role} />;
  const visit = query.data?.data;
  return (
    <Page
      title={titleOf(visit)}
      back={<WayBack role={role} />}
      actions={visit && <StatusBadge status={visit.status} />}
    >
      <Loaded query={query} skeleton={<Skeleton height={420} radius="lg" />}>
        {(tagged) => (
          // Another visit begins anew: what was announced belongs to the one before.
          <Visit key={tagged.data.id} visit={tagged} role={role} />
        )}
      </Loaded>
    </Page>
  );

  function titleOf(told: Appointment | undefined): string {
    if (told === undefined) return t("one.title");
    return role === "patient" ? t("one.with", { name: told.doctor_name }) : t("one.of", { name: told.patient_name });
  }
}

function Visit({ visit, role }: { visit: Tagged<Appointment>; role: Role }) {
  const { t } = useTranslation("visits");
  return (
    <Stack gap="lg">
      {visit.data.status === "cancelled" && (
        <Alert color="red" variant="light" icon={<CalendarX2 aria-hidden="true" />}>
          {t("one.isCancelled")}
        </Alert>
      )}
      <div className={classes.columns}>
        <Card padding="clamp(1.1rem, 4vw, 2rem)">
          <VisitFacts visit={visit.data} role={role} />
        </Card>
        <Card component="aside" padding="lg" aria-labelledby="steps">
          {role === "patient" ? <OwnSteps visit={visit} /> : <StaffSteps visit={visit} />}
        </Card>
      </div>
    </Stack>
  );
}

function StaffSteps({ visit }: { visit: Tagged<Appointment> }) {
  const { t } = useTranslation("visits");
  return (
    <Stack gap="md">
      <Title order={2} fz="lg" id="steps">
        {t("steps.title")}
      </Title>
      {!isOpen(visit.data) && <Text c="dimmed">{t("steps.none")}</Text>}
      <VisitSteps visit={visit} />
      {isOpen(visit.data) && <AddToCalendar visit={visit.data} variant="subtle" />}
    </Stack>
  );
}
