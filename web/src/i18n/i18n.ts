/**
 * The words of the app, by area and language: `i18n/<language>/<area>.ts`.
 *
 * English is the measure: German files are typed by it, so a missing word does not compile. An area's words come with the first page
 * that needs them; what every page needs is in `common`, and comes with the app: a journey less before the first page.
 */
import i18next, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";
import de from "./de/common";
import en from "./en/common";
import { keepLanguage, LANGUAGES, type Language } from "./languages";

type Words = Record<string, unknown>;

const FILES = import.meta.glob<{ default: Words }>(["./*/*.ts", "!./*/common.ts"]);
const COMMON = { en: { common: en }, de: { common: de } } satisfies Record<Language, Words>;

const files: BackendModule = {
  type: "backend",
  init() {},
  read(language, area, done) {
    const load = FILES[`./${language}/${area}.ts`];
    if (load === undefined) return done(new Error(`There are no words ${language}/${area}.`), null);
    load().then(
      (file) => done(null, file.default),
      (fault: Error) => done(fault, null),
    );
  },
};

/** Begin to speak a language; what every page needs is there when this settles. */
export async function startWords(language: Language): Promise<void> {
  await i18next
    .use(files)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: false,
      supportedLngs: Object.keys(LANGUAGES),
      ns: ["common"],
      defaultNS: "common",
      resources: COMMON,
      partialBundledLanguages: true,
      // React escapes what it shows.
      interpolation: { escapeValue: false },
      parseMissingKeyHandler: missing,
    });
}

/** A text that is not there is a mistake of ours: tell the browser, and with it the tests, and show the name in its place. */
function missing(key: string, fallback?: string): string {
  if (fallback === undefined) reportError(new Error(`There is no text "${key}".`));
  return fallback ?? key;
}

/** Load an area's words beside a page's code, from its `loader`: a page that finds them missing begins again when they are there. */
export function loadWords(...areas: string[]): Promise<void> {
  return i18next.loadNamespaces(areas);
}

/** Speak another language, now and the next time. */
export async function speak(language: Language): Promise<void> {
  keepLanguage(language);
  await i18next.changeLanguage(language);
}
