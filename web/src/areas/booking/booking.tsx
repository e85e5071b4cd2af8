/**
 * Booking a time that was chosen: who, why, look again, done.
 *
 * What is written lives in this page's memory while somebody goes back and forth, and when the time turns out to be taken.
 */
import { Card, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Navigate } from "@tanstack/react-router";
import { UserX } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Doctor, doctorQuery } from "@/api/doctors";
import { isProblem } from "@/api/problem";
import { useKeys } from "@/api/use-keys";
import { ButtonLink } from "@/components/links";
import { Page } from "@/components/page";
import { Empty, Loaded } from "@/components/states";
import type { Booked } from "@/components/use-booking";
import { useMe, useStatus } from "@/session/hooks";
import type { Instant } from "@/time/instants";
import classes from "./booking.module.css";
import { Done } from "./done";
import { NotForStaff, WhoIsComing } from "./identity";
import { ReasonStep } from "./reason-step";
import { ReviewStep } from "./review-step";
import { Steps } from "./steps";
import { Summary } from "./summary";

const route = getRouteApi("/book/$doctorId");

/** A time with a doctor; `type` is a visit type of theirs. */
export interface Choice {
  doctor: Doctor;
  type: Doctor["visit_types"][number] | undefined;
  start: Instant;
}

export function Booking() {
  const { t } = useTranslation("booking");
  const { doctorId } = route.useParams();
  const { start, type } = route.useSearch();
  const query = useQuery(doctorQuery(doctorId));
  if (start === undefined) return <Navigate to="/doctors/$doctorId" params={{ doctorId }} search={{ type }} replace />;
  return (
    <Page title={t("title")} width="normal">
      {isProblem(query.error, "not-found") ? (
        <Gone />
      ) : (
        <Loaded query={query} skeleton={<Skeleton height={420} radius="lg" />}>
          {(doctor) => (
            // Whoever turns to another doctor begins anew.
            <Course
              key={doctor.id}
              choice={{
                doctor,
                start,
                type: doctor.visit_types.find(({ code }) => code === type) ?? doctor.visit_types[0],
              }}
            />
          )}
        </Loaded>
      )}
    </Page>
  );
}

function Gone() {
  const { t } = useTranslation("public");
  return (
    <Empty icon={<UserX />} title={t("doctor.gone")}>
      <ButtonLink to="/doctors" mt="md">
        {t("doctor.allDoctors")}
      </ButtonLink>
    </Empty>
  );
}

type Step = "reason" | "review";

function Course({ choice }: { choice: Choice }) {
  const [step, setStep] = useState<Step>("reason");
  const [reason, setReason] = useState("");
  const [booked, setBooked] = useState<Booked | null>(null);
  // Here, because who goes back and forth still wants one visit.
  const keys = useKeys();
  const isSignedIn = useStatus() === "signed-in";
  const me = useMe();
  if (booked !== null) {
    return (
      <>
        <Steps now="done" />
        <Done {...booked} written={reason} />
      </>
    );
  }
  return (
    <>
      <Steps now={isSignedIn ? step : "time"} />
      <div className={classes.columns}>
        <Card padding="xl">
          {!isSignedIn ? (
            <WhoIsComing />
          ) : me && me.role !== "patient" ? (
            <NotForStaff role={me.role} />
          ) : step === "reason" ? (
            <ReasonStep reason={reason} onReason={setReason} onNext={() => setStep("review")} />
          ) : (
            <ReviewStep
              choice={choice}
              reason={reason}
              keys={keys}
              onBack={() => setStep("reason")}
              onBooked={setBooked}
            />
          )}
        </Card>
        <Summary choice={choice} />
      </div>
    </>
  );
}
