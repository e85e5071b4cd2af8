/** The first free times over all doctors of a specialty, by day. */
import { Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { CalendarX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { earliestQuery } from "@/api/doctors";
import { DayInput } from "@/components/day-input";
import { type DoctorsSlot, EarliestList } from "@/components/earliest-list";
import { Page } from "@/components/page";
import { SpecialtySelect } from "@/components/specialty-select";
import { Empty, Lines, Loaded } from "@/components/states";
import { useWords } from "@/i18n/use-words";
import { addDays, dayOf, ownZone, today } from "@/time/instants";
import { spokenDay } from "@/time/spoken";
import classes from "./earliest.module.css";

const route = getRouteApi("/earliest");

export function Earliest() {
  const { t } = useTranslation("public");
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(earliestQuery(search));
  const change = (changed: typeof search) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true, resetScroll: false });
  return (
    <Page title={t("earliest.title")} lead={t("earliest.lead")}>
      <search className={classes.filters} aria-label={t("doctors.search")}>
        <SpecialtySelect
          label={t("home.specialty")}
          any={t("home.anySpecialty")}
          value={search.specialty ?? ""}
          onChange={(specialty) => change({ specialty: specialty || undefined })}
        />
        <DayInput
          label={t("earliest.from")}
          placeholder={t("earliest.today")}
          value={search.from}
          onChange={(from) => change({ from })}
          minDate={today(ownZone())}
          maxDate={addDays(today(ownZone()), 365)}
        />
      </search>
      <Loaded query={query} skeleton={<Lines count={8} height={68} />}>
        {(slots) =>
          slots.length > 0 ? (
            <ByDay slots={slots} />
          ) : (
            <Empty icon={<CalendarX />} title={t("earliest.none")}>
              {t("earliest.noneHint")}
            </Empty>
          )
        }
      </Loaded>
    </Page>
  );
}

function ByDay({ slots }: { slots: readonly DoctorsSlot[] }) {
  const { locale } = useWords();
  const days = Map.groupBy(slots, (slot) => dayOf(slot.starts_at, slot.time_zone));
  return (
    <>
      {[...days].map(([day, ofDay]) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <Title order={2} fz="lg" mb="sm" id={`day-${day}`}>
            {spokenDay(day, locale)}
          </Title>
          <EarliestList slots={ofDay} />
        </section>
      ))}
    </>
  );
}
