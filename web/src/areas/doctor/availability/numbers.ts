/** Numbers in fields, and minutes in the unit that people would say them in. */
import type { Count } from "./draft";

export type Unit = "minutes" | "hours" | "days";

const MINUTES: Record<Unit, number> = { days: 1440, hours: 60, minutes: 1 };

/** What a number's field holds: a number, or nothing yet. */
export function countOf(value: number | string | bigint): Count {
  return value === "" || !Number.isFinite(Number(value)) ? "" : Number(value);
}

/** The largest unit that leaves no rest; of nothing, hours. */
export function unitOf(minutes: Count): Unit {
  if (minutes === "" || minutes === 0) return "hours";
  const units: Unit[] = ["days", "hours"];
  return units.find((unit) => minutes % MINUTES[unit] === 0) ?? "minutes";
}

/** A number of minutes, told in a unit. */
export function toldIn(unit: Unit, minutes: Count): Count {
  return minutes === "" ? "" : minutes / MINUTES[unit];
}

/** The minutes that a number in a unit means; whole ones, as the API counts them. */
export function minutesIn(unit: Unit, told: Count): Count {
  return told === "" ? "" : Math.round(told * MINUTES[unit]);
}
