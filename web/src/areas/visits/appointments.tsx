/** A patient's own appointments: what is coming up, what has been, what was called off. */
import { Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { CalendarHeart } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type Appointment, appointmentsQuery } from "@/api/appointments";
import { ButtonLink } from "@/components/links";
import { Page } from "@/components/page";
import { Paged } from "@/components/paged";
import { Empty, Lines } from "@/components/states";
import { useNow } from "@/time/use-now";
import classes from "./appointments.module.css";
import { NextVisit } from "./next-visit";
import { belongs, filterOf, PERIODS, type Period } from "./periods";
import { VisitCard } from "./visit-card";

const route = getRouteApi("/appointments/");

export function Appointments() {
  const { t } = useTranslation("visits");
  const { when = "upcoming" } = route.useSearch();
  return (
    <Page title={t("list.title")} actions={<ButtonLink to="/doctors">{t("list.book")}</ButtonLink>}>
      <Periods />
      <List key={when} period={when} />
    </Page>
  );
}

/** Links and not tabs: each is a page of its own, that can be kept and gone back to. */
function Periods() {
  const { t } = useTranslation("visits");
  return (
    <nav aria-label={t("list.which")} className={classes.periods}>
      {PERIODS.map((period) => (
        <Link
          key={period}
          to="/appointments"
          search={{ when: period === "upcoming" ? undefined : period }}
          activeOptions={{ includeSearch: true, explicitUndefined: true }}
          className={classes.period}
        >
          {t(`list.${period}`)}
        </Link>
      ))}
    </nav>
  );
}

function List({ period }: { period: Period }) {
  const now = useNow();
  return (
    <Paged
      query={useInfiniteQuery(appointmentsQuery(filterOf(period, now)))}
      skeleton={<Lines count={4} height={104} />}
      empty={<None period={period} />}
      keep={(visit) => belongs(visit, period, now)}
    >
      {(visits) => (
        <Stack gap="lg">
          {period === "upcoming" ? <Upcoming visits={visits} now={now} /> : <Cards visits={visits} />}
        </Stack>
      )}
    </Paged>
  );
}

function Upcoming({ visits: [next, ...later], now }: { visits: readonly Appointment[]; now: Date }) {
  const { t } = useTranslation("visits");
  return (
    <>
      {next && <NextVisit visit={next} now={now} />}
      {later.length > 0 && (
        <section aria-labelledby="later">
          <Title order={2} fz="lg" mb="sm" id="later">
            {t("list.later")}
          </Title>
          <Cards visits={later} />
        </section>
      )}
    </>
  );
}

function Cards({ visits }: { visits: readonly Appointment[] }) {
  return (
    <ul className={classes.cards}>
      {visits.map((visit) => (
        <li key={visit.id}>
          <VisitCard visit={visit} />
        </li>
      ))}
    </ul>
  );
}

function None({ period }: { period: Period }) {
  const { t } = useTranslation("visits");
  return (
    <Empty icon={<CalendarHeart />} title={t(`list.none.${period}`)}>
      <Text>{t(`list.hint.${period}`)}</Text>
      {period === "upcoming" && (
        <ButtonLink to="/doctors" mt="md">
          {t("list.book")}
        </ButtonLink>
      )}
    </Empty>
  );
}
