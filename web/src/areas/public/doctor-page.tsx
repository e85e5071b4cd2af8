/** A doctor: who they are, and when they have time. */
import { Badge, Card, Container, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { ChevronLeft, Clock, GraduationCap, Languages, MapPin, UserX, Wallet } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Doctor, doctorQuery } from "@/api/doctors";
import { isProblem } from "@/api/problem";
import { DoctorFace } from "@/components/doctor-face";
import { ButtonLink, TextLink } from "@/components/links";
import { useDocumentTitle } from "@/components/page";
import { Empty, Loaded } from "@/components/states";
import { VisitTypeSelect } from "@/components/visit-type-select";
import { WeekOfSlots } from "@/components/week-of-slots";
import weekClasses from "@/components/week-of-slots.module.css";
import { useWords } from "@/i18n/use-words";
import { spokenFee, spokenMinutes } from "@/time/spoken";
import classes from "./doctor-page.module.css";

const route = getRouteApi("/doctors/$doctorId");

export function DoctorPage() {
  const { t } = useTranslation("public");
  const { doctorId } = route.useParams();
  const query = useQuery(doctorQuery(doctorId));
  return (
    <Container size="80rem" className={classes.page}>
      <TextLink to="/doctors" className={classes.back} underline="hover">
        <ChevronLeft size={18} aria-hidden="true" /> {t("doctor.allDoctors")}
      </TextLink>
      {isProblem(query.error, "not-found") ? (
        <Gone />
      ) : (
        <Loaded query={query} skeleton={<PageSkeleton />}>
          {(doctor) => <Profile doctor={doctor} />}
        </Loaded>
      )}
    </Container>
  );
}

function Gone() {
  const { t } = useTranslation("public");
  useDocumentTitle(t("doctor.gone"));
  return (
    <Empty icon={<UserX />} title={t("doctor.gone")}>
      <ButtonLink to="/doctors" mt="md">
        {t("doctor.allDoctors")}
      </ButtonLink>
    </Empty>
  );
}

function Profile({ doctor }: { doctor: Doctor }) {
  useDocumentTitle(`${doctor.full_name}, ${doctor.specialty}`, doctor.bio || undefined);
  return (
    <div className={classes.columns}>
      <div className={classes.who}>
        <Group wrap="nowrap" align="center" gap="lg">
          <DoctorFace name={doctor.full_name} specialty={doctor.specialty} size={88} radius="xl" />
          <div>
            <Title order={1} className={classes.name}>
              {doctor.full_name}
            </Title>
            <Badge variant="light" size="lg" tt="none" mt={6}>
              {doctor.specialty}
            </Badge>
          </div>
        </Group>
        <Facts doctor={doctor} />
      </div>
      <FreeTimes doctor={doctor} />
    </div>
  );
}

function Facts({ doctor }: { doctor: Doctor }) {
  const { t } = useTranslation("public");
  const { locale } = useWords();
  const notice = doctor.change_notice_minutes;
  return (
    <Stack gap="md" mt="lg">
      {doctor.bio && <Text className={classes.bio}>{doctor.bio}</Text>}
      <dl className={classes.facts}>
        {doctor.location && (
          <Fact icon={<MapPin size={18} />} name={t("doctor.location")}>
            {doctor.location}
          </Fact>
        )}
        {doctor.qualifications.length > 0 && (
          <Fact icon={<GraduationCap size={18} />} name={t("doctor.qualifications")}>
            {doctor.qualifications.map((one) => (
              <span key={one} className={classes.line}>
                {one}
              </span>
            ))}
          </Fact>
        )}
        {doctor.languages.length > 0 && (
          <Fact icon={<Languages size={18} />} name={t("doctor.languages")}>
            {doctor.languages.join(", ")}
          </Fact>
        )}
        {doctor.consultation_fee !== null && (
          <Fact icon={<Wallet size={18} />} name={t("doctor.fee")}>
            {spokenFee(doctor.consultation_fee, doctor.currency, locale)}
          </Fact>
        )}
        <Fact icon={<Clock size={18} />} name={t("doctor.cutOff")}>
          {notice > 0 ? t("doctor.cutOffText", { notice: spokenMinutes(notice, locale) }) : t("doctor.cutOffNone")}
        </Fact>
      </dl>
    </Stack>
  );
}

function Fact({ icon, name, children }: { icon: ReactNode; name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>
        <span aria-hidden="true">{icon}</span> {name}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

function FreeTimes({ doctor }: { doctor: Doctor }) {
  const { t } = useTranslation("public");
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (changed: typeof search) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true, resetScroll: false });
  const type = doctor.visit_types.find(({ code }) => code === search.type) ?? doctor.visit_types[0];
  return (
    <Card component="section" aria-labelledby="free-times" padding="lg" radius="xl" className={classes.times}>
      <Stack gap="lg">
        <Title order={2} fz="xl" id="free-times">
          {t("doctor.freeTimes")}
        </Title>
        {type && doctor.visit_types.length > 1 && (
          <VisitTypeSelect types={doctor.visit_types} value={type.code} onChange={(code) => change({ type: code })} />
        )}
        <WeekOfSlots
          doctorId={doctor.id}
          zone={doctor.time_zone}
          visitType={type?.code}
          horizonDays={doctor.horizon_days}
          day={search.day}
          onDay={(day) => change({ day })}
          renderSlot={(slot, label, text) => (
            <ButtonLink
              to="/book/$doctorId"
              params={{ doctorId: doctor.id }}
              search={{ start: slot.starts_at, type: type?.code }}
              variant="light"
              size="sm"
              className={weekClasses.slot}
              aria-label={label}
              // A doctor has hundreds of times; the page behind each is the same.
              preload={false}
            >
              {text}
            </ButtonLink>
          )}
        />
      </Stack>
    </Card>
  );
}

function PageSkeleton() {
  return (
    <div className={classes.columns}>
      <Stack>
        <Skeleton height={88} radius="xl" />
        <Skeleton height={260} radius="lg" />
      </Stack>
      <Skeleton height={520} radius="xl" />
    </div>
  );
}
