/** A day as somebody types it: "1.12.2026", "1/12/2026", "1 Dec 2026", "1. Dezember 2026" or "2026-12-01". */
import { type Day, formatter } from "./instants";

const WRITTEN = /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)$/;
const NUMBERS = /^(?<one>\d{1,2})\s*[./-]\s*(?<other>\d{1,2})\s*[./-]\s*(?<year>\d{4})$/;
const NAMED = /^(?<day>\d{1,2})\.?\s*(?<name>\p{L}{3,})\.?\s*(?<year>\d{4})$/u;
const MONTHS = Array.from({ length: 12 }, (_, month) => month + 1);

/** The day that is meant; null for what is none, or is not complete yet. Numbers are read in the order of the locale. */
export function typedDay(text: string, locale: string): Day | null {
  const typed = text.trim();
  const { year, month, day } = WRITTEN.exec(typed)?.groups ?? {};
  if (year !== undefined) return existing(year, Number(month), Number(day));
  return numbers(typed, locale) ?? named(typed, locale);
}

function numbers(typed: string, locale: string): Day | null {
  const found = NUMBERS.exec(typed)?.groups;
  if (found?.year === undefined) return null;
  const [one, other] = [Number(found.one), Number(found.other)];
  return monthComesFirst(locale) ? existing(found.year, one, other) : existing(found.year, other, one);
}

function named(typed: string, locale: string): Day | null {
  const found = NAMED.exec(typed)?.groups;
  if (found?.year === undefined || found.name === undefined) return null;
  const name = found.name.toLowerCase();
  const month = MONTHS.find((number) => nameOf(number, locale).startsWith(name));
  return month === undefined ? null : existing(found.year, month, Number(found.day));
}

function nameOf(month: number, locale: string): string {
  const inIt = new Date(Date.UTC(2026, month - 1, 15));
  return formatter(locale, { month: "long", timeZone: "UTC" }).format(inIt).toLowerCase();
}

function monthComesFirst(locale: string): boolean {
  const parts = formatter(locale, { dateStyle: "short", timeZone: "UTC" }).formatToParts(new Date(0));
  return parts.find(({ type }) => type === "day" || type === "month")?.type === "month";
}

/** 31 February is no day. */
function existing(year: string, month: number, day: number): Day | null {
  const date = new Date(0);
  date.setUTCFullYear(Number(year), month - 1, day);
  const isThere = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isThere ? date.toISOString().slice(0, 10) : null;
}
