import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { availabilityQuery } from "@/api/availability";
import { doctorQuery } from "@/api/doctors";
import { BackLink } from "@/components/back-link";
import { Page } from "@/components/page";
import { Lines, Loaded } from "@/components/states";
import { useMe } from "@/session/hooks";
import { Editor } from "./editor";

/** A doctor's own hours. */
export function OwnAvailability() {
  const { t } = useTranslation("doctor");
  const me = useMe();
  return (
    <Page title={t("hours.title")} lead={t("hours.lead")} width="wide">
      {me && <Hours doctorId={me.id} />}
    </Page>
  );
}

/** Any doctor's hours, for an admin. */
export function DoctorsAvailability() {
  const { t } = useTranslation("doctor");
  const { doctorId } = useParams({ from: "/admin/doctors/$doctorId/availability" });
  const { data: doctor } = useQuery(doctorQuery(doctorId));
  return (
    <Page
      title={doctor ? t("hours.titleOf", { name: doctor.full_name }) : t("hours.title")}
      lead={t("hours.lead")}
      width="wide"
      back={<BackLink to="/admin/doctors">{t("hours.allDoctors")}</BackLink>}
    >
      <Hours doctorId={doctorId} />
    </Page>
  );
}

function Hours({ doctorId }: { doctorId: string }) {
  const query = useQuery(availabilityQuery(doctorId));
  return (
    <Loaded query={query} skeleton={<Lines count={6} height={88} />}>
      {(latest) => <Editor key={doctorId} doctorId={doctorId} latest={latest} />}
    </Loaded>
  );
}
