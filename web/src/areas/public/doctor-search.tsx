/** Doctors by name, specialty and the day they have time. What is looked for stands in the address. */
import { Button, Skeleton, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type DoctorFilter, doctorsQuery } from "@/api/doctors";
import { DayInput } from "@/components/day-input";
import { Page } from "@/components/page";
import { Paged } from "@/components/paged";
import { SpecialtySelect } from "@/components/specialty-select";
import { Empty } from "@/components/states";
import { WordsInput } from "@/components/words-input";
import { addDays, ownZone, today } from "@/time/instants";
import { DoctorCard } from "./doctor-card";
import cards from "./doctor-card.module.css";
import classes from "./doctor-search.module.css";

const route = getRouteApi("/doctors/");

export function DoctorSearch() {
  const { t } = useTranslation("public");
  return (
    <Page title={t("doctors.title")} lead={t("doctors.lead")} width="wide">
      <Filters />
      <Results />
    </Page>
  );
}

function useSearch(): [DoctorFilter, (change: DoctorFilter) => void] {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (changed: DoctorFilter) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true, resetScroll: false });
  return [search, change];
}

function Filters() {
  const { t } = useTranslation("public");
  const [search, change] = useSearch();
  return (
    <search className={classes.filters} aria-label={t("doctors.search")}>
      <WordsInput label={t("doctors.words")} value={search.q} maxLength={200} onChange={(q) => change({ q })} />
      <SpecialtySelect
        label={t("home.specialty")}
        any={t("home.anySpecialty")}
        value={search.specialty ?? ""}
        onChange={(specialty) => change({ specialty: specialty || undefined })}
      />
      <DayInput
        label={t("doctors.availableOn")}
        placeholder={t("doctors.anyDay")}
        value={search.available_on}
        onChange={(day) => change({ available_on: day })}
        minDate={today(ownZone())}
        maxDate={addDays(today(ownZone()), 365)}
      />
    </search>
  );
}

function Results() {
  const { t } = useTranslation("public");
  const [search] = useSearch();
  return (
    <Paged query={useInfiniteQuery(doctorsQuery(search))} skeleton={<Cards />} empty={<Nobody />}>
      {(doctors, hasMore) => (
        <>
          <Text c="dimmed" mb="md" role="status">
            {t(hasMore ? "doctors.resultsMore" : "doctors.results", { count: doctors.length })}
          </Text>
          <ul className={cards.grid}>
            {doctors.map((doctor) => (
              <li key={doctor.id}>
                <DoctorCard doctor={doctor} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Paged>
  );
}

function Nobody() {
  const { t } = useTranslation("public");
  const [, change] = useSearch();
  return (
    <Empty icon={<SearchX />} title={t("doctors.none")}>
      <Text>{t("doctors.noneHint")}</Text>
      <Button
        mt="md"
        variant="default"
        onClick={() => change({ specialty: undefined, q: undefined, available_on: undefined })}
      >
        {t("doctors.clear")}
      </Button>
    </Empty>
  );
}

function Cards() {
  return (
    <div className={cards.grid}>
      {Array.from({ length: 6 }, (_, number) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <Skeleton key={number} height={290} radius="lg" />
      ))}
    </div>
  );
}
