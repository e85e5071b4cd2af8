/** The start page: what MedBook is, and the shortest ways to a free time. */
import { Button, Container, Skeleton, Text, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import {
  Baby,
  Bone,
  Brain,
  CalendarSync,
  Ear,
  Eye,
  Hand,
  HeartPulse,
  type LucideIcon,
  MailCheck,
  MousePointerClick,
  Search,
  ShieldCheck,
  Smile,
  Stethoscope,
} from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { earliestQuery, specialtiesQuery } from "@/api/doctors";
import { EarliestList } from "@/components/earliest-list";
import { ButtonLink } from "@/components/links";
import { useDocumentTitle } from "@/components/page";
import { SpecialtySelect } from "@/components/specialty-select";
import { Loaded } from "@/components/states";
import classes from "./home.module.css";
import { ofMany } from "./of-many";

export function Home() {
  const { t } = useTranslation("public");
  useDocumentTitle(t("home.documentTitle"));
  return (
    <>
      <section className={classes.hero}>
        <Container size="76rem" className={classes.columns}>
          <div>
            <p className={classes.eyebrow}>{t("home.eyebrow")}</p>
            <Title order={1} className={classes.title}>
              {t("home.title")}
            </Title>
            <Text className={classes.lead}>{t("home.lead")}</Text>
            <SearchForm />
          </div>
          <NextFree />
        </Container>
      </section>
      <Specialties />
      <How />
      <Why />
    </>
  );
}

function SearchForm() {
  const { t } = useTranslation("public");
  const navigate = useNavigate();
  const [specialty, setSpecialty] = useState("");
  const [words, setWords] = useState("");

  function find(event: FormEvent) {
    event.preventDefault();
    void navigate({ to: "/doctors", search: { specialty: specialty || undefined, q: words.trim() || undefined } });
  }

  return (
    <search>
      <form onSubmit={find} className={classes.search}>
        <SpecialtySelect
          label={t("home.specialty")}
          any={t("home.anySpecialty")}
          value={specialty}
          onChange={setSpecialty}
          size="md"
        />
        <TextInput
          label={t("home.name")}
          placeholder={t("home.namePlaceholder")}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          maxLength={200}
          size="md"
        />
        <Button type="submit" size="md" leftSection={<Search size={18} aria-hidden="true" />}>
          {t("home.find")}
        </Button>
      </form>
    </search>
  );
}

const NEXT = 4;

function NextFree() {
  const { t } = useTranslation("public");
  const query = useQuery(earliestQuery({}));
  return (
    <section className={classes.next} aria-labelledby="next-free">
      <Title order={2} id="next-free" fz="lg">
        {t("home.nextFree")}
      </Title>
      <Text fz="sm" c="dimmed" mb="sm">
        <span className={classes.pulse} aria-hidden="true" /> {t("home.live")}
      </Text>
      <div className={classes.nextList}>
        <Loaded query={query} skeleton={<NextSkeleton />}>
          {(slots) =>
            slots.length > 0 ? <EarliestList slots={ofMany(slots, NEXT)} /> : <Text>{t("home.nextFreeNone")}</Text>
          }
        </Loaded>
      </div>
      <ButtonLink to="/earliest" variant="subtle" size="sm" mt="xs">
        {t("home.allEarliest")}
      </ButtonLink>
    </section>
  );
}

function NextSkeleton() {
  return (
    <div className={classes.skeletons}>
      {Array.from({ length: NEXT }, (_, number) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <Skeleton key={number} height={68} radius="lg" />
      ))}
    </div>
  );
}

// Of the names that clinics give their specialties, the beginning that is the same in both languages.
const ICONS: [RegExp, LucideIcon][] = [
  [/^(cardio|kardio)/i, HeartPulse],
  [/^(paed|ped|kinder|päd)/i, Baby],
  [/^ortho/i, Bone],
  [/^(neuro|psych)/i, Brain],
  [/^(ophthal|augen)/i, Eye],
  [/^(ear|ent|otol|hno|hals)/i, Ear],
  [/^(dermat|haut)/i, Hand],
  [/^(dent|zahn)/i, Smile],
];

function iconOf(specialty: string): LucideIcon {
  return ICONS.find(([name]) => name.test(specialty))?.[1] ?? Stethoscope;
}

function Specialties() {
  const { t } = useTranslation("public");
  const query = useQuery(specialtiesQuery);
  return (
    <Container size="76rem" component="section" className={classes.section}>
      <Title order={2} className={classes.heading}>
        {t("home.specialties")}
      </Title>
      <Loaded query={query} skeleton={<Skeleton height={200} radius="lg" />}>
        {(specialties) => (
          <ul className={classes.specialties}>
            {specialties.map(({ name, doctors }) => {
              const Icon = iconOf(name);
              return (
                <li key={name}>
                  <Link to="/doctors" search={{ specialty: name }} className={classes.specialty}>
                    <span className={classes.icon}>
                      <Icon size={26} aria-hidden="true" />
                    </span>
                    <span>
                      <Text span fw={650} display="block">
                        {name}
                      </Text>
                      <Text span fz="sm" c="dimmed">
                        {t("home.doctors", { count: doctors })}
                      </Text>
                    </span>
                  </Link>
                </li>
              );
            })}
          </ul>
        )}
      </Loaded>
    </Container>
  );
}

function How() {
  const { t } = useTranslation("public");
  const steps = [
    ["find", Search],
    ["pick", MousePointerClick],
    ["come", MailCheck],
  ] as const;
  return (
    <section className={classes.band}>
      <Container size="76rem" className={classes.section}>
        <Title order={2} className={classes.heading}>
          {t("home.how")}
        </Title>
        <ol className={classes.steps}>
          {steps.map(([name, Icon]) => (
            <li key={name} className={classes.step}>
              <span className={classes.icon}>
                <Icon size={24} aria-hidden="true" />
              </span>
              <Title order={3} fz="lg">
                {t(`home.steps.${name}.title`)}
              </Title>
              <Text c="dimmed">{t(`home.steps.${name}.text`)}</Text>
            </li>
          ))}
        </ol>
      </Container>
    </section>
  );
}

function Why() {
  const { t } = useTranslation("public");
  const reasons = [
    ["sure", ShieldCheck],
    ["change", CalendarSync],
    ["told", MailCheck],
    ["private", Hand],
  ] as const;
  return (
    <Container size="76rem" component="section" className={classes.section}>
      <Title order={2} className={classes.heading}>
        {t("home.why")}
      </Title>
      <ul className={classes.reasons}>
        {reasons.map(([name, Icon]) => (
          <li key={name} className={classes.reason}>
            <Icon size={26} aria-hidden="true" className={classes.reasonIcon} />
            <Title order={3} fz="lg">
              {t(`home.reasons.${name}.title`)}
            </Title>
            <Text c="dimmed">{t(`home.reasons.${name}.text`)}</Text>
          </li>
        ))}
      </ul>
      <div className={classes.ready}>
        <div>
          <Title order={2} fz="xl" c="inherit">
            {t("home.ready")}
          </Title>
          <Text>{t("home.readyText")}</Text>
        </div>
        <ButtonLink to="/doctors" color="dark" className={classes.readyButton}>
          {t("home.find")}
        </ButtonLink>
      </div>
    </Container>
  );
}
