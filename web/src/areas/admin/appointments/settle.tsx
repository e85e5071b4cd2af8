/** What has been chosen, why, and the booking itself. */
import { Alert, Button, Card, Stack, Text, Textarea, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CalendarX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { userQuery } from "@/api/admin";
import { doctorQuery } from "@/api/doctors";
import { isProblem } from "@/api/problem";
import { useKeys } from "@/api/use-keys";
import { TextLink } from "@/components/links";
import { Refusal } from "@/components/states";
import { type Booked, isTaken, useBooking } from "@/components/use-booking";
import { useWords } from "@/i18n/use-words";
import type { Instant } from "@/time/instants";
import { cityOf, spokenMoment } from "@/time/spoken";
import classes from "./book-for-patient.module.css";

// What the API takes.
const LONGEST_REASON = 1000;

interface Choice {
  patient?: string | undefined;
  doctor?: string | undefined;
  type?: string | undefined;
  start?: Instant | undefined;
}

interface SettleProps {
  choice: Choice;
  reason: string;
  onReason: (reason: string) => void;
  onTaken: () => void;
  onBooked: (booked: Booked) => void;
}

export function Settle({ choice, reason, onReason, onTaken, onBooked }: SettleProps) {
  const { t } = useTranslation("admin");
  const { t: tc } = useWords();
  const queryClient = useQueryClient();
  const body = bodyOf(choice, reason);
  const booking = useBooking<Body>(useKeys(), onBooked);

  function giveUpTaken(error: unknown) {
    if (!isTaken(error)) return;
    onTaken();
    void queryClient.invalidateQueries({ queryKey: ["slots"] });
  }

  return (
    <Card component="section" aria-labelledby="settle" className={classes.settle}>
      <Stack>
        <Title order={2} fz="lg" id="settle">
          {t("booking.settle")}
        </Title>
        <Summary choice={choice} />
        <Textarea
          label={`${t("booking.reason")} (${tc("action.optional")})`}
          description={t("booking.reasonHint")}
          rows={3}
          maxLength={LONGEST_REASON}
          value={reason}
          onChange={(event) => onReason(event.currentTarget.value)}
        />
        <Refused error={booking.error} tried={booking.variables} choice={choice} />
        <Button
          disabled={body === null}
          loading={booking.isPending}
          onClick={() => body && booking.mutate(body, { onError: giveUpTaken })}
        >
          {t("booking.book")}
        </Button>
        {body === null && (
          <Text fz="sm" c="dimmed">
            {t("booking.missing")}
          </Text>
        )}
      </Stack>
    </Card>
  );
}

function Summary({ choice: { patient, doctor, type, start } }: { choice: Choice }) {
  const { t } = useTranslation("admin");
  const { t: tc, locale } = useWords();
  const who = useQuery({ ...userQuery(patient ?? ""), enabled: patient !== undefined }).data?.data;
  const whom = useQuery({ ...doctorQuery(doctor ?? ""), enabled: doctor !== undefined }).data;
  const visit = whom?.visit_types.find(({ code }) => code === type) ?? whom?.visit_types[0];
  return (
    <dl className={classes.summary}>
      <dt>{t("booking.patient")}</dt>
      <dd>{who && patient ? `${who.full_name}, ${who.email}` : "–"}</dd>
      <dt>{t("booking.doctor")}</dt>
      <dd>{whom && doctor ? [whom.full_name, visit?.name].filter(Boolean).join(", ") : "–"}</dd>
      <dt>{t("booking.time")}</dt>
      <dd>
        {start && whom
          ? `${spokenMoment(start, whom.time_zone, locale)} (${tc("zone.short", { city: cityOf(whom.time_zone) })})`
          : "–"}
      </dd>
    </dl>
  );
}

type Body = NonNullable<ReturnType<typeof bodyOf>>;

interface RefusedProps {
  error: unknown;
  tried: Body | undefined;
  choice: Choice;
}

/** Why it was not booked, until something else is chosen. */
function Refused({ error, tried, choice }: RefusedProps) {
  const { t } = useTranslation("admin");
  const { t: tc } = useWords();
  if (error === null || tried === undefined) return null;
  if (tried.patient_id !== choice.patient || tried.doctor_id !== choice.doctor) return null;
  if (isTaken(error)) {
    if (choice.start !== undefined) return null;
    return (
      <Alert role="alert" color="orange" variant="light" icon={<CalendarX aria-hidden="true" />}>
        {tc("problem.slot-already-taken")} {t("booking.taken")}
      </Alert>
    );
  }
  if (tried.starts_at !== choice.start) return null;
  return (
    <Refusal error={error} says={{ "patient-already-booked": t("booking.patientBooked") }}>
      {isProblem(error, "patient-already-booked", "outcome-unknown") && (
        <TextLink to="/admin/appointments" search={{ patient: choice.patient }}>
          {t("booking.theirs")}
        </TextLink>
      )}
    </Refusal>
  );
}

/** What is sent; null while something is still to be chosen. */
function bodyOf({ patient, doctor, type, start }: Choice, reason: string) {
  if (patient === undefined || doctor === undefined || start === undefined) return null;
  return {
    doctor_id: doctor,
    patient_id: patient,
    starts_at: start,
    // Without one it is the doctor's first, which is what the page shows.
    visit_type: type ?? null,
    reason: reason.trim() || null,
  };
}
