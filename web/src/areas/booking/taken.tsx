/** The time went to somebody else: what comes nearest to it. */
import { Alert, Button, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { CalendarX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { earliestQuery, slotsQuery } from "@/api/doctors";
import { EarliestList } from "@/components/earliest-list";
import { TextLink } from "@/components/links";
import { Loaded } from "@/components/states";
import { StepTitle } from "@/components/step-title";
import { useWords } from "@/i18n/use-words";
import { addDays, dayOf, laterOf, today } from "@/time/instants";
import { shortDate, spokenTime } from "@/time/spoken";
import type { Choice } from "./booking";
import classes from "./booking.module.css";
import { nearest } from "./nearest";

const route = getRouteApi("/book/$doctorId");
const DAYS_AROUND = 7;
const SHOWN = 3;

export function Taken({ choice, hasReason }: { choice: Choice; hasReason: boolean }) {
  const { t } = useTranslation("booking");
  return (
    <Stack>
      <Alert role="alert" color="orange" variant="light" icon={<CalendarX aria-hidden="true" />}>
        {t("problem.slot-already-taken", { ns: "common" })} {hasReason && t("taken.kept")}
      </Alert>
      <StepTitle>{t("taken.title")}</StepTitle>
      <Nearest choice={choice} />
      <Others choice={choice} />
    </Stack>
  );
}

function Nearest({ choice: { doctor, type, start } }: { choice: Choice }) {
  const { t } = useTranslation("booking");
  const { locale } = useWords();
  const navigate = route.useNavigate();
  const zone = doctor.time_zone;
  const day = dayOf(start, zone);
  const from = laterOf(addDays(day, -DAYS_AROUND), today(zone));
  const query = useQuery(
    slotsQuery({ doctorId: doctor.id, visitType: type?.code, from, to: addDays(day, DAYS_AROUND) }),
  );
  const take = (chosen: string) => void navigate({ search: (before) => ({ ...before, start: chosen }), replace: true });
  return (
    <section>
      <Text fw={650} mb="xs">
        {t("taken.nearest", { name: doctor.full_name })}
      </Text>
      <Loaded query={query} skeleton={<Skeleton height={44} radius="md" />}>
        {({ items }) => {
          const slots = nearest(items, start, SHOWN);
          if (slots.length === 0) return <Text c="dimmed">{t("taken.none")}</Text>;
          return (
            <ul className={classes.suggestions}>
              {slots.map(({ starts_at }) => {
                const when = `${shortDate(starts_at, zone, locale)}, ${spokenTime(starts_at, zone, locale)}`;
                return (
                  <li key={starts_at}>
                    <Button variant="light" aria-label={t("taken.choose", { when })} onClick={() => take(starts_at)}>
                      {when}
                    </Button>
                  </li>
                );
              })}
            </ul>
          );
        }}
      </Loaded>
      <TextLink
        to="/doctors/$doctorId"
        params={{ doctorId: doctor.id }}
        search={{ type: type?.code, day }}
        display="inline-block"
        mt="xs"
      >
        {t("taken.all")}
      </TextLink>
    </section>
  );
}

/** Somebody else of the same specialty, if there is anybody. */
function Others({ choice: { doctor } }: { choice: Choice }) {
  const { t } = useTranslation("booking");
  const { data = [] } = useQuery(earliestQuery({ specialty: doctor.specialty }));
  const others = data.filter((slot) => slot.doctor_id !== doctor.id).slice(0, SHOWN);
  if (others.length === 0) return null;
  return (
    <section>
      <Text fw={650} mb="xs">
        {t("taken.others", { specialty: doctor.specialty })}
      </Text>
      <EarliestList slots={others} />
    </section>
  );
}
