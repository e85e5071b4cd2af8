/** The languages of the app: those of the mails. */

export const LANGUAGES = { en: "English", de: "Deutsch" } as const;

export type Language = keyof typeof LANGUAGES;

const STORED = "medbook-language";
const FALLBACK: Language = "en";

/** The language of a BCP 47 tag, if the app speaks it: "de-AT" is German. */
export function languageOf(tag: string): Language | undefined {
  const primary = tag.toLowerCase().split("-")[0];
  return primary !== undefined && primary in LANGUAGES ? (primary as Language) : undefined;
}

/** What was chosen here before, else the first language of the browser that the app speaks. */
export function firstLanguage(): Language {
  const wished = [localStorage.getItem(STORED), ...wishes()];
  return wished.map((tag) => tag && languageOf(tag)).find((language) => !!language) || FALLBACK;
}

/** Remember a choice. */
export function keepLanguage(language: Language): void {
  localStorage.setItem(STORED, language);
}

/** The locale for dates and numbers: the browser's own of this language, since "en" alone would mean the United States. */
export function formattingLocale(language: Language): string {
  return wishes().find((tag) => languageOf(tag) === language) ?? (language === "en" ? "en-GB" : language);
}

/** Tell whether somebody has chosen a language on this device. */
export function hasChosenLanguage(): boolean {
  return localStorage.getItem(STORED) !== null;
}

/** What the browser is set to, best first; nothing where pages are only written. */
function wishes(): readonly string[] {
  return globalThis.navigator?.languages ?? [];
}
