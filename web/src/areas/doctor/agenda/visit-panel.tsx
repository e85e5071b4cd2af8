import { Drawer, Stack, Text } from "@mantine/core";
import "@mantine/core/styles/ModalBase.layer.css";
import "@mantine/core/styles/Drawer.layer.css";
import "@mantine/core/styles/Overlay.layer.css";
import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Appointment, appointmentQuery } from "@/api/appointments";
import dialog from "@/components/dialog.module.css";
import { ButtonLink } from "@/components/links";
import { Loaded } from "@/components/states";
import { StatusBadge } from "@/components/status-badge";
import { VisitSteps } from "@/components/visit-steps";
import { ZoneNote } from "@/components/zone-note";
import { useWords } from "@/i18n/use-words";
import { spokenDate, spokenRange } from "@/time/spoken";
import classes from "./visit-panel.module.css";

interface VisitPanelProps {
  /** Which visit is looked at; undefined while none is. */
  visitId: string | undefined;
  onClose: () => void;
}

/** One visit beside the calendar: who comes when and why, and what its doctor does next. */
export default function VisitPanel({ visitId, onClose }: VisitPanelProps) {
  const { t } = useTranslation("doctor");
  const { t: tc } = useWords();
  return (
    <Drawer
      opened={visitId !== undefined}
      onClose={onClose}
      position="right"
      size="min(27rem, 100%)"
      title={t("visit.title")}
      classNames={{ header: dialog.header ?? "", title: dialog.title ?? "", body: dialog.body ?? "" }}
      closeButtonProps={{ "aria-label": tc("action.close"), size: 44, iconSize: 22 }}
      transitionProps={{ duration: 0 }}
    >
      {visitId !== undefined && <Content key={visitId} visitId={visitId} />}
    </Drawer>
  );
}

function Content({ visitId }: { visitId: string }) {
  const { t } = useTranslation("doctor");
  const query = useQuery(appointmentQuery(visitId));
  return (
    <Loaded query={query}>
      {(visit) => (
        <Stack gap="lg">
          <Facts visit={visit.data} />
          <VisitSteps visit={visit} />
          <ButtonLink
            to="/appointments/$appointmentId"
            params={{ appointmentId: visitId }}
            variant="subtle"
            rightSection={<ArrowRight size={18} aria-hidden="true" />}
          >
            {t("visit.open")}
          </ButtonLink>
        </Stack>
      )}
    </Loaded>
  );
}

function Facts({ visit }: { visit: Appointment }) {
  const { t } = useTranslation("doctor");
  const { locale } = useWords();
  const { starts_at: start, ends_at: end, time_zone: zone, sequence } = visit;
  return (
    <Stack gap="md">
      <div className={classes.head}>
        <Text className={classes.patient}>{visit.patient_name}</Text>
        <StatusBadge status={visit.status} />
      </div>
      <dl className={classes.facts}>
        <Fact name={t("visit.when")}>
          {spokenDate(start, zone, locale)}
          <br />
          {spokenRange(start, end, zone, locale)}
          {sequence > 0 && (
            <Text span fz="sm" c="dimmed">
              {" · "}
              {t("visit.moved", { count: sequence })}
            </Text>
          )}
        </Fact>
        <Fact name={t("visit.type")}>{visit.visit_type_name}</Fact>
        <Fact name={t("visit.reason")}>
          {visit.reason ? (
            <span className={classes.reason}>{visit.reason}</span>
          ) : (
            <Text span c="dimmed">
              {t("visit.noReason")}
            </Text>
          )}
        </Fact>
      </dl>
      <ZoneNote zone={zone} at={start} />
    </Stack>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
