/** How the clinic is doing: what to look at now, and the figures of some days. */
import { Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { CalendarSearch } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type Statistics, statisticsQuery } from "@/api/admin";
import { Page } from "@/components/page";
import { Empty, Loaded } from "@/components/states";
import { useWords } from "@/i18n/use-words";
import type { Day } from "@/time/instants";
import { cityOf, spokenDays } from "@/time/spoken";
import { useToday } from "../today";
import { Attention } from "./attention";
import { Charts } from "./charts";
import classes from "./dashboard.module.css";
import { periodOf } from "./period";
import { PeriodChoice } from "./period-choice";
import { Totals } from "./totals";

const route = getRouteApi("/admin/");

export function Dashboard() {
  const { t } = useTranslation("admin");
  const today = useToday();
  return (
    <Page title={t("dashboard.title")} lead={t("dashboard.lead")} width="wide">
      {today !== undefined && (
        <>
          <Attention today={today} />
          <Figures today={today} />
        </>
      )}
    </Page>
  );
}

function Figures({ today }: { today: Day }) {
  const { t } = useTranslation("admin");
  const { locale } = useWords();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const period = periodOf(search, today);
  const query = useQuery(statisticsQuery(period.first, period.last));
  return (
    <section aria-labelledby="figures">
      <Stack gap="lg">
        <div>
          <Title order={2} fz="xl" id="figures">
            {t("dashboard.figures", { days: spokenDays(period.first, period.last, locale) })}
          </Title>
          {query.data && (
            <Text fz="sm" c="dimmed">
              {t("dashboard.zone", { city: cityOf(query.data.time_zone) })}
            </Text>
          )}
        </div>
        <PeriodChoice
          search={search}
          period={period}
          onChange={(changed) => void navigate({ search: changed, replace: true, resetScroll: false })}
        />
        <Loaded query={query} skeleton={<FiguresSkeleton />}>
          {(statistics) => (
            <Stack gap="lg" aria-busy={query.isPlaceholderData} className={classes.figures}>
              {isQuiet(statistics) ? (
                <Empty icon={<CalendarSearch />} title={t("dashboard.none")}>
                  {t("dashboard.noneHint")}
                </Empty>
              ) : (
                <>
                  <Totals statistics={statistics} period={period} />
                  <Charts statistics={statistics} today={today} />
                </>
              )}
            </Stack>
          )}
        </Loaded>
      </Stack>
    </section>
  );
}

/** Tell whether nothing was booked and nothing took place. */
function isQuiet({ days, totals }: Statistics): boolean {
  return Object.values(totals).every((count) => count === 0) && days.every(({ bookings }) => bookings === 0);
}

function FiguresSkeleton() {
  return (
    <Stack>
      <Skeleton height={240} radius="lg" />
      <div className={classes.charts}>
        <Skeleton height={320} radius="lg" />
        <Skeleton height={320} radius="lg" />
      </div>
    </Stack>
  );
}
