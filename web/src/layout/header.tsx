/** The head of every page: the way home, the pages of one's role, and how the app looks and speaks. */
import { ActionIcon, Button, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Moon, Sun } from "lucide-react";
import { lazy, Suspense } from "react";
import type { Profile } from "@/api/me";
import { keepLocale } from "@/api/profile";
import { ButtonLink } from "@/components/links";
import { speak } from "@/i18n/i18n";
import { LANGUAGES, type Language } from "@/i18n/languages";
import { useWords } from "@/i18n/use-words";
import { useMe, useStatus } from "@/session/hooks";
import classes from "./header.module.css";
import { Mark } from "./mark";
import { Navigation } from "./navigation";

// Only for people who have signed in: menus weigh more than the rest of the header.
const AccountMenu = lazy(() => import("./account-menu"));

export function Header() {
  const { t } = useWords();
  const me = useMe();
  return (
    <header className={classes.header}>
      <div className={classes.row}>
        <Link to="/" className={classes.brand}>
          <Mark />
          <span>{t("brand")}</span>
        </Link>
        <Navigation role={me?.role} />
        <div className={classes.tools}>
          <LanguageSwitch isSignedIn={me !== undefined} />
          <ThemeSwitch />
          <Account me={me} />
        </div>
      </div>
    </header>
  );
}

function Account({ me }: { me: Profile | undefined }) {
  const { t } = useWords();
  const status = useStatus();
  if (me) {
    return (
      <Suspense fallback={<span className={classes.avatar} />}>
        <AccountMenu me={me} />
      </Suspense>
    );
  }
  // Whoever is about to be recognised should not see a way in for strangers.
  if (status !== "signed-out") return <span className={classes.avatar} />;
  return (
    <>
      <ButtonLink to="/sign-in" size="sm" variant="subtle" className={classes.signIn}>
        {t("nav.signIn")}
      </ButtonLink>
      <ButtonLink to="/register" size="sm" className={classes.register}>
        {t("nav.register")}
      </ButtonLink>
    </>
  );
}

/** Mails follow the pages: for whoever is signed in, the language is that of their account too. */
function LanguageSwitch({ isSignedIn }: { isSignedIn: boolean }) {
  const { language } = useWords();
  const queryClient = useQueryClient();
  // One after the other: the last choice holds. The page speaks the language all the same when its account cannot be told.
  const { mutate: tellAccount } = useMutation({
    mutationFn: (locale: Language) => keepLocale(queryClient, locale),
    scope: { id: "language" },
  });
  const other = language === "en" ? "de" : "en";

  function choose() {
    void speak(other);
    if (isSignedIn) tellAccount(other);
  }

  return (
    <Button size="sm" variant="subtle" color="gray" className={classes.language} lang={other} onClick={choose}>
      {LANGUAGES[other]}
    </Button>
  );
}

function ThemeSwitch() {
  const { t } = useWords();
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const isDark = useComputedColorScheme("light", { getInitialValueInEffect: false }) === "dark";
  const label = t(isDark ? "theme.toLight" : "theme.toDark");
  return (
    <ActionIcon
      size={40}
      variant="subtle"
      color="gray"
      className={classes.tool}
      aria-label={label}
      title={label}
      onClick={() => setColorScheme(isDark ? "light" : "dark")}
    >
      {isDark ? <Sun size={20} aria-hidden="true" /> : <Moon size={20} aria-hidden="true" />}
    </ActionIcon>
  );
}
