/** Changes to the windows of a day, or of a week. */
import { clockOf, DAY_MINUTES, minutesOf } from "@/time/clock";
import { type DraftWeekly, type DraftWindow, newRow } from "./draft";

const FIRST = { start: "09:00", end: "17:00" };
const PAUSE_MINUTES = 60;
const LENGTH_MINUTES = 180;

/** Hours to add to a day: a usual day, or some hours after a pause; after the day's last ones as many as it still has. */
export function nextWindow(windows: readonly Pick<DraftWindow, "start" | "end">[]): DraftWindow {
  const reached = Math.max(0, ...windows.map(({ end }) => minutesOf(end) || DAY_MINUTES));
  if (windows.length === 0 || reached >= DAY_MINUTES) return { ...newRow(), ...FIRST };
  const start = Math.min(reached + PAUSE_MINUTES, DAY_MINUTES - PAUSE_MINUTES);
  const from = Math.max(start, reached);
  const end = Math.min(from + LENGTH_MINUTES, DAY_MINUTES);
  return { ...newRow(), start: clockOf(from), end: clockOf(end % DAY_MINUTES) };
}

/** The week with one day's windows on other days too, in place of those they had. */
export function copied(weekly: readonly DraftWeekly[], from: number, to: readonly number[]): DraftWeekly[] {
  const others = to.filter((weekday) => weekday !== from);
  const source = weekly.filter(({ weekday }) => weekday === from);
  return [
    ...weekly.filter(({ weekday }) => !others.includes(weekday)),
    ...others.flatMap((weekday) => source.map((window) => ({ ...window, ...newRow(), weekday }))),
  ];
}
