import { Badge, Card, Group, Text, Title } from "@mantine/core";
import { Languages, MapPin, Wallet } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Doctor } from "@/api/doctors";
import { DoctorFace } from "@/components/doctor-face";
import { ButtonLink, TextLink } from "@/components/links";
import { useWords } from "@/i18n/use-words";
import { spokenFee } from "@/time/spoken";
import classes from "./doctor-card.module.css";

/** A doctor in a list. */
export function DoctorCard({ doctor }: { doctor: Doctor }) {
  const { t } = useTranslation("public");
  const { locale } = useWords();
  return (
    <Card className={classes.card} component="article">
      <Group wrap="nowrap" align="flex-start">
        <DoctorFace name={doctor.full_name} specialty={doctor.specialty} />
        <div className={classes.head}>
          <Title order={2} fz="lg" className={classes.name}>
            <TextLink to="/doctors/$doctorId" params={{ doctorId: doctor.id }} c="inherit" inherit underline="hover">
              {doctor.full_name}
            </TextLink>
          </Title>
          <Badge variant="light" size="lg" mt={4} tt="none">
            {doctor.specialty}
          </Badge>
        </div>
      </Group>
      <Text c="dimmed" lineClamp={2} className={classes.bio}>
        {doctor.bio}
      </Text>
      <ul className={classes.facts}>
        {doctor.location && (
          <li>
            <MapPin size={16} aria-hidden="true" /> {doctor.location}
          </li>
        )}
        {doctor.languages.length > 0 && (
          <li>
            <Languages size={16} aria-hidden="true" /> {t("doctors.languages", { list: doctor.languages.join(", ") })}
          </li>
        )}
        {doctor.consultation_fee !== null && (
          <li>
            <Wallet size={16} aria-hidden="true" />
            {t("doctors.fee", { fee: spokenFee(doctor.consultation_fee, doctor.currency, locale) })}
          </li>
        )}
      </ul>
      <ButtonLink
        to="/doctors/$doctorId"
        params={{ doctorId: doctor.id }}
        variant="light"
        fullWidth
        aria-label={`${t("doctors.see")}: ${doctor.full_name}`}
      >
        {t("doctors.see")}
      </ButtonLink>
    </Card>
  );
}
