/**
 * Booking for somebody, as when they call: who, with whom, when, why.
 *
 * What is chosen stands in the address and the reason in this page's memory, so nothing is lost when a time turns out to be taken.
 */
import { Card, Stack, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { BackLink } from "@/components/back-link";
import { Page } from "@/components/page";
import type { Booked } from "@/components/use-booking";
import { PersonSelect } from "../person-select";
import classes from "./book-for-patient.module.css";
import { BookedFor } from "./booked";
import { DoctorSelect } from "./doctor-select";
import { Settle } from "./settle";
import { Times } from "./times";
import { useChoice } from "./use-choice";

const route = getRouteApi("/admin/appointments/new");

export function BookForPatient() {
  const { t } = useTranslation("admin");
  const navigate = route.useNavigate();
  const [booked, setBooked] = useState<Booked | null>(null);

  function begin(patient?: string) {
    setBooked(null);
    void navigate({ search: { patient }, replace: true });
  }

  return (
    <Page
      title={t("booking.title")}
      lead={booked ? undefined : t("booking.lead")}
      back={<BackLink to="/admin/appointments">{t("booking.all")}</BackLink>}
      width="wide"
    >
      {booked ? <BookedFor {...booked} onNext={begin} /> : <Choices onBooked={setBooked} />}
    </Page>
  );
}

function Choices({ onBooked }: { onBooked: (booked: Booked) => void }) {
  const { t } = useTranslation("admin");
  const [search, change] = useChoice();
  const [reason, setReason] = useState("");
  return (
    <div className={classes.columns}>
      <Stack gap="md">
        <Step title={t("booking.patient")}>
          <PersonSelect
            kind="patient"
            active
            label={t("booking.findPatient")}
            description={t("booking.findPatientHint")}
            value={search.patient}
            onChange={(patient) => change({ patient })}
          />
        </Step>
        <Step title={t("booking.doctor")}>
          <DoctorSelect
            label={t("booking.findDoctor")}
            description={t("booking.findDoctorHint")}
            value={search.doctor}
            onChange={(doctor) => change({ doctor, type: undefined, day: undefined, start: undefined })}
          />
        </Step>
        {search.doctor !== undefined && (
          <Step title={t("booking.time")}>
            <Times doctorId={search.doctor} />
          </Step>
        )}
      </Stack>
      <Settle
        choice={search}
        reason={reason}
        onReason={setReason}
        onTaken={() => change({ start: undefined })}
        onBooked={onBooked}
      />
    </div>
  );
}

function Step({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <Card component="section" aria-labelledby={id}>
      <Stack>
        <Title order={2} fz="lg" id={id}>
          {title}
        </Title>
        {children}
      </Stack>
    </Card>
  );
}
