/** Which of the server's faults are shown at which field. */
import { type Fault, Problem } from "@/api/problem";

/** What is wrong at a JSON pointer of the body; nothing for most. */
export type FaultAt = (pointer: string) => string | undefined;

/** The faults that a refusal names. */
export function faultsIn(error: unknown): readonly Fault[] {
  return error instanceof Problem ? error.faults : [];
}
