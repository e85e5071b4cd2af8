/** What visit, and when. */
import { Button, Skeleton, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { type Doctor, doctorQuery } from "@/api/doctors";
import { Loaded } from "@/components/states";
import { VisitTypeSelect } from "@/components/visit-type-select";
import { WeekOfSlots } from "@/components/week-of-slots";
import weekClasses from "@/components/week-of-slots.module.css";
import { useWords } from "@/i18n/use-words";
import type { Instant } from "@/time/instants";
import { spokenMoment } from "@/time/spoken";
import { useChoice } from "./use-choice";

const PHONE = "(max-width: 61.99em)";

export function Times({ doctorId }: { doctorId: string }) {
  const { t } = useTranslation("admin");
  const query = useQuery(doctorQuery(doctorId));
  return (
    <Loaded query={query} skeleton={<Skeleton height={360} radius="lg" />}>
      {(doctor) =>
        doctor.visit_types.length === 0 ? <Text c="dimmed">{t("booking.noTypes")}</Text> : <Week doctor={doctor} />
      }
    </Loaded>
  );
}

function Week({ doctor }: { doctor: Doctor }) {
  const [search, change] = useChoice();
  const isPhone = useMediaQuery(PHONE, false, { getInitialValueInEffect: false });
  const type = doctor.visit_types.find(({ code }) => code === search.type) ?? doctor.visit_types[0];
  return (
    <>
      {type && doctor.visit_types.length > 1 && (
        <VisitTypeSelect
          types={doctor.visit_types}
          value={type.code}
          // Another visit may take longer than the time that was chosen leaves.
          onChange={(code) => change({ type: code, start: undefined })}
        />
      )}
      {isPhone && search.start !== undefined ? (
        <Chosen start={search.start} zone={doctor.time_zone} onOther={() => change({ start: undefined })} />
      ) : (
        <FreeTimes doctor={doctor} visitType={type?.code} />
      )}
    </>
  );
}

/** In place of the times, which on a phone are so many that what follows would be far away. */
function Chosen({ start, zone, onOther }: { start: Instant; zone: string; onOther: () => void }) {
  const { t } = useTranslation("admin");
  const { locale } = useWords();
  const other = useRef<HTMLButtonElement>(null);
  useEffect(() => other.current?.focus(), []);
  return (
    <>
      <Text fw={650}>{spokenMoment(start, zone, locale)}</Text>
      <Button variant="default" ref={other} onClick={onOther}>
        {t("booking.other")}
      </Button>
    </>
  );
}

function FreeTimes({ doctor, visitType }: { doctor: Doctor; visitType: string | undefined }) {
  const { t } = useTranslation("admin");
  const { locale } = useWords();
  const [search, change] = useChoice();
  return (
    <WeekOfSlots
      doctorId={doctor.id}
      zone={doctor.time_zone}
      visitType={visitType}
      horizonDays={doctor.horizon_days}
      day={search.day}
      onDay={(day) => change({ day })}
      renderSlot={({ starts_at }, _label, text) => (
        <Button
          size="sm"
          variant={starts_at === search.start ? "filled" : "light"}
          className={weekClasses.slot}
          aria-pressed={starts_at === search.start}
          aria-label={t("booking.choose", { when: spokenMoment(starts_at, doctor.time_zone, locale) })}
          onClick={() => change({ start: starts_at })}
        >
          {text}
        </Button>
      )}
    />
  );
}
