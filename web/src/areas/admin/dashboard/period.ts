/** The days that figures are asked for, as addresses say them. */
import { addDays, type Day, daysBetween } from "@/time/instants";

export const PERIODS = ["last-7", "last-90", "next-30", "days"] as const;

export interface PeriodSearch {
  /** The last 30 days unless given. */
  period?: (typeof PERIODS)[number] | undefined;
  /** With `days`: the first and the last. */
  from?: Day | undefined;
  to?: Day | undefined;
}

export interface Period {
  first: Day;
  /** Included. */
  last: Day;
}

// What the API counts at once.
export const MOST_DAYS = 366;

/** The days of a period. Those that are chosen may be turned round or too many, for anybody can write into an address. */
export function periodOf({ period, from, to }: PeriodSearch, today: Day): Period {
  switch (period) {
    case "last-7":
      return { first: addDays(today, -6), last: today };
    case "last-90":
      return { first: addDays(today, -89), last: today };
    case "next-30":
      return { first: today, last: addDays(today, 29) };
    case "days":
      return chosen(from ?? to ?? addDays(today, -29), to ?? from ?? today);
    default:
      return { first: addDays(today, -29), last: today };
  }
}

function chosen(one: Day, other: Day): Period {
  const [first, last] = one <= other ? [one, other] : [other, one];
  return { first, last: daysBetween(first, last) < MOST_DAYS ? last : addDays(first, MOST_DAYS - 1) };
}
