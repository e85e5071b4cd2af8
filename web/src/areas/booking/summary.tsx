/** What is being booked. */
import { Card, Group, Stack, Text, Title } from "@mantine/core";
import { CalendarDays, Clock, MapPin, Tag, Wallet } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { DoctorFace } from "@/components/doctor-face";
import { TextLink } from "@/components/links";
import { useWords } from "@/i18n/use-words";
import { dayOf, ownZone, sameClock } from "@/time/instants";
import { cityOf, spokenDate, spokenFee, spokenMinutes, spokenMoment, spokenTime } from "@/time/spoken";
import type { Choice } from "./booking";
import classes from "./summary.module.css";

export function Summary({ choice: { doctor, type, start } }: { choice: Choice }) {
  const { t } = useTranslation("booking");
  const { t: tc, locale } = useWords();
  const zone = doctor.time_zone;
  return (
    <Card component="aside" aria-labelledby="choice" padding="lg">
      <Stack gap="md">
        <Title order={2} fz="md" id="choice" c="dimmed">
          {t("summary")}
        </Title>
        <Group wrap="nowrap">
          <DoctorFace name={doctor.full_name} specialty={doctor.specialty} size={52} />
          <div>
            <Text fw={650}>{doctor.full_name}</Text>
            <Text fz="sm" c="dimmed">
              {doctor.specialty}
            </Text>
          </div>
        </Group>
        <ul className={classes.facts}>
          <Fact icon={<CalendarDays size={18} />}>{spokenDate(start, zone, locale)}</Fact>
          <Fact icon={<Clock size={18} />}>
            <strong>{spokenTime(start, zone, locale)}</strong> · {tc("zone.short", { city: cityOf(zone) })}
            {!sameClock(zone, ownZone(), start) && (
              <Text fz="sm" c="dimmed">
                {t("yourTime", { when: spokenMoment(start, ownZone(), locale) })}
              </Text>
            )}
          </Fact>
          {type && (
            <Fact icon={<Tag size={18} />}>
              {type.name} · {spokenMinutes(type.minutes, locale)}
            </Fact>
          )}
          {doctor.location && (
            <Fact icon={<MapPin size={18} />} isDetail>
              {doctor.location}
            </Fact>
          )}
          {doctor.consultation_fee !== null && (
            <Fact icon={<Wallet size={18} />} isDetail>
              {spokenFee(doctor.consultation_fee, doctor.currency, locale)}
            </Fact>
          )}
        </ul>
        <TextLink
          to="/doctors/$doctorId"
          params={{ doctorId: doctor.id }}
          search={{ type: type?.code, day: dayOf(start, zone) }}
        >
          {t("change")}
        </TextLink>
      </Stack>
    </Card>
  );
}

function Fact({ icon, children, isDetail = false }: { icon: ReactNode; children: ReactNode; isDetail?: boolean }) {
  return (
    <li className={isDetail ? classes.detail : undefined}>
      <span aria-hidden="true">{icon}</span>
      <div>{children}</div>
    </li>
  );
}
