import { useTranslation } from "react-i18next";
import { formattingLocale, type Language } from "./languages";

/** The words of every page, the language they are in, and the locale that dates and numbers are written in. */
export function useWords() {
  const { t, i18n } = useTranslation("common");
  const language = i18n.language as Language;
  return { t, language, locale: formattingLocale(language) };
}
