/** What the server finds wrong with single fields, as names of texts: it tells developers so, in English. */
import type doctor from "@/i18n/en/doctor";

export type FaultWord = keyof typeof doctor.fault;

export interface FaultText {
  word: FaultWord;
  values: Record<string, string>;
}

// The details of medbook/domain/_availability_faults.py, wall_clock.py and set_availability, and of the framework's own checks.
const WORDS: [RegExp, FaultWord][] = [
  [/^must be from (?<least>\d+) to (?<most>\d+)$/, "range"],
  [/^is longer than the horizon/, "noticeBeyondHorizon"],
  [/^must hold at least one visit type/, "noVisitType"],
  [/^is already used by/, "sameCode"],
  [/^must be 1 to (?<most>\d+) printable characters/, "line"],
  [/^is already overridden/, "sameDate"],
  [/^overlaps the window at .*, which lasts until (?<until>\d\d:\d\d)$/, "overlaps"],
  [/^must be later than the start/, "endBeforeStart"],
  [/^must be from 00:0\d to/, "noTime"],
  [/^is not a time from 00:00/, "noTime"],
  [/^is not the name of an IANA/, "noZone"],
  [/^holds \d+ entries; at most (?<most>\d+)/, "tooMany"],
  [/^has passed/, "passed"],
  [/^must not be more than (?<days>\d+) days/, "tooLong"],
  [/valid (integer|number)/, "noNumber"],
  [/at most (?<most>\d+) characters/, "longText"],
];

/** Find the text for a fault; null for one that this page does not know. */
export function faultText(detail: string): FaultText | null {
  for (const [pattern, word] of WORDS) {
    const found = pattern.exec(detail);
    if (found) return { word, values: { ...found.groups } };
  }
  return null;
}
