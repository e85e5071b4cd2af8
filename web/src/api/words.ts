/** Refusals in words that a person understands. */
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type common from "@/i18n/en/common";
import { Problem, Unreachable } from "./problem";

/** Say what went wrong and what to do about it. */
export function refusalText(t: TFunction<"common">, error: unknown): string {
  if (error instanceof Unreachable) return t("problem.unreachable");
  if (!(error instanceof Problem)) return t("state.broken");
  if (error.slug === "too-many-attempts")
    return t("problem.too-many-attempts", { wait: spokenWait(t, error.retryAfter ?? 60) });
  // The slug may be newer than this page.
  return t(`problem.${error.slug as KnownSlug}`, { defaultValue: t("problem.unexpected", { status: error.status }) });
}

/** `refusalText` in the language of the page. */
export function useRefusalText(): (error: unknown) => string {
  const { t } = useTranslation("common");
  return (error) => refusalText(t, error);
}

type KnownSlug = keyof typeof common.problem;

function spokenWait(t: TFunction<"common">, seconds: number): string {
  return seconds < 90 ? t("wait.seconds", { count: seconds }) : t("wait.minutes", { count: Math.ceil(seconds / 60) });
}
