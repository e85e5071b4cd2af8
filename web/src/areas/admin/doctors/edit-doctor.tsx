/** One doctor: profile, invitation, hours, and whether they may be booked. */
import { Group, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { CalendarClock } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type User, userQuery } from "@/api/admin";
import type { Tagged } from "@/api/client";
import { isProblem } from "@/api/problem";
import { publicProfileQuery } from "@/api/profile";
import { BackLink } from "@/components/back-link";
import { ButtonLink } from "@/components/links";
import { Page } from "@/components/page";
import { Section } from "@/components/section";
import { Loaded } from "@/components/states";
import { MailAddress } from "../mail-address";
import { NoSuchPerson } from "../no-such-person";
import { AccountState } from "../users/account-state";
import { Activation } from "../users/activation";
import { Invitation } from "./invitation";
import { ProfileForm } from "./profile-form";

const route = getRouteApi("/admin/doctors/$doctorId/");

export function EditDoctor() {
  const { t } = useTranslation("admin");
  const { doctorId } = route.useParams();
  const query = useQuery(userQuery(doctorId));
  const isNone = query.data !== undefined && query.data.data.role !== "doctor";
  if (isNone || isProblem(query.error, "not-found", "validation")) return <NoSuchPerson />;
  return (
    <Page
      title={query.data?.data.full_name ?? t("doctor.title")}
      back={<BackLink to="/admin/doctors">{t("doctors.all")}</BackLink>}
      width="normal"
    >
      <Loaded query={query}>{(user) => <Doctor key={user.data.id} user={user} />}</Loaded>
    </Page>
  );
}

function Doctor({ user }: { user: Tagged<User> }) {
  const { t } = useTranslation("admin");
  const { id, email, active } = user.data;
  return (
    <Stack gap="lg">
      <Group gap="sm">
        <AccountState user={user.data} />
        <Text c="dimmed">
          <MailAddress address={email} />
        </Text>
      </Group>
      <Group gap="sm">
        <ButtonLink
          to="/admin/doctors/$doctorId/availability"
          params={{ doctorId: id }}
          size="sm"
          leftSection={<CalendarClock size={18} aria-hidden="true" />}
        >
          {t("doctor.hours")}
        </ButtonLink>
        <ButtonLink to="/admin/appointments" search={{ doctor: id }} size="sm" variant="default">
          {t("user.visits")}
        </ButtonLink>
        {active && (
          <ButtonLink to="/doctors/$doctorId" params={{ doctorId: id }} size="sm" variant="default">
            {t("doctor.public")}
          </ButtonLink>
        )}
        <ButtonLink to="/admin/users/$userId" params={{ userId: id }} size="sm" variant="default">
          {t("doctor.account")}
        </ButtonLink>
      </Group>
      {active && !user.data.email_verified && <Invitation doctor={user.data} />}
      {active ? <Profile doctorId={id} /> : <Section title={t("doctor.profile")}>{t("doctor.closedProfile")}</Section>}
      <Activation user={user} isSelf={false} />
    </Stack>
  );
}

function Profile({ doctorId }: { doctorId: string }) {
  const query = useQuery(publicProfileQuery(doctorId));
  return (
    <Loaded query={query} skeleton={<Skeleton height={560} radius="lg" />}>
      {(doctor) => <ProfileForm doctor={doctor} />}
    </Loaded>
  );
}
