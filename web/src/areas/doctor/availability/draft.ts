/** Hours while they are edited: what is published, with keys for the screen's rows and fields that may be empty. */
import type { Availability } from "@/api/availability";
import { clockOf, DAY_MINUTES, minutesOf } from "@/time/clock";
import type { Day } from "@/time/instants";
import { codeOf } from "./code";

/** What a number's field holds; an empty one is told by the server. */
export type Count = number | "";

export interface DraftWindow {
  key: string;
  /** "09:30"; an end of "00:00" is the midnight that ends the day, as the browser's own fields have it. */
  start: string;
  end: string;
}

export interface DraftWeekly extends DraftWindow {
  weekday: number;
}

export interface DraftOverride {
  date: Day;
  windows: DraftWindow[];
}

export interface DraftVisitType {
  key: string;
  /** Empty until it is published first: then it comes of the name, and stays. */
  code: string;
  name: string;
  minutes: Count;
}

type Numbers = "slot_minutes" | "buffer_minutes" | "minimum_notice_minutes" | "horizon_days" | "change_notice_minutes";

export interface Draft extends Record<Numbers, Count> {
  time_zone: string;
  visit_types: DraftVisitType[];
  weekly: DraftWeekly[];
  overrides: DraftOverride[];
}

let count = 0;

/** A key for a row; rows have nothing else that stays while they are edited. */
export function newRow(): { key: string } {
  count += 1;
  return { key: `row-${count}` };
}

/** Begin to edit what is published. */
export function draftOf(published: Availability): Draft {
  return {
    ...published,
    visit_types: published.visit_types.map((type) => ({ ...newRow(), ...type })),
    weekly: published.weekly.map((window) => ({ ...window, ...shownWindow(window) })),
    overrides: published.overrides.map(({ date, windows }) => ({ date, windows: windows.map(shownWindow) })),
  };
}

/** What would be published. Lists keep their order, for refusals point into them. */
export function bodyOf(draft: Draft): Availability {
  return {
    time_zone: draft.time_zone,
    slot_minutes: sent(draft.slot_minutes),
    buffer_minutes: sent(draft.buffer_minutes),
    minimum_notice_minutes: sent(draft.minimum_notice_minutes),
    horizon_days: sent(draft.horizon_days),
    change_notice_minutes: sent(draft.change_notice_minutes),
    visit_types: withCodes(draft.visit_types),
    weekly: draft.weekly.map((window) => ({ weekday: window.weekday, ...sentWindow(window) })),
    overrides: draft.overrides.map(({ date, windows }) => ({ date, windows: windows.map(sentWindow) })),
  };
}

/** Tell whether two of them would publish the same; windows of a day are in no order. */
export function publishesSame(one: Draft, other: Draft): boolean {
  return fingerprint(bodyOf(one)) === fingerprint(bodyOf(other));
}

/** Tell whether every field is filled in: until then there is nothing to ask the server about. */
export function isComplete({ visit_types, weekly, overrides, ...numbers }: Availability): boolean {
  const rows = [...visit_types, ...weekly, ...overrides.flatMap(({ windows }) => windows), numbers];
  return rows.every((row) => Object.values(row).every((value) => value !== "" && value !== null));
}

function fingerprint({ weekly, overrides, ...rest }: Availability): string {
  const sorted = (list: readonly unknown[]) => list.map((entry) => JSON.stringify(entry)).sort();
  const dates = overrides.map(({ date, windows }) => ({ date, windows: sorted(windows) }));
  return JSON.stringify({ ...rest, weekly: sorted(weekly), overrides: sorted(dates) });
}

function shownWindow({ start, end }: { start: string; end: string }): DraftWindow {
  return { ...newRow(), start, end: end === clockOf(DAY_MINUTES) ? clockOf(0) : end };
}

function sentWindow({ start, end }: DraftWindow): { start: string; end: string } {
  return { start, end: end !== "" && minutesOf(end) === 0 ? clockOf(DAY_MINUTES) : end };
}

/** An empty field is null to the API, which says what it wants in its place. */
function sent(number: Count): number {
  return (number === "" ? null : number) as number;
}

function withCodes(types: readonly DraftVisitType[]): Availability["visit_types"] {
  const taken = new Set(types.map(({ code }) => code));
  return types.map(({ code: known, name, minutes }) => {
    const code = known || codeOf(name, taken);
    taken.add(code);
    return { code, name: name.trim(), minutes: sent(minutes) };
  });
}
