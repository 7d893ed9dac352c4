import type { Duties, Duty } from '../../../model/duty.ts';

/** The clock a duty is shown with: the earliest defensible reading. */
export const clockOf = (duty: Duty): string | null => duty.strictDeadline ?? duty.deadline;

/** The first deadline of a required duty that has not passed; when all have, the last that did; null without any. */
export function nextDeadline(duties: Duties | null, now: string): string | null {
  const clocks = (duties?.duties ?? [])
    .filter((duty) => duty.verdict === 'required')
    .flatMap((duty) => clockOf(duty) ?? [])
    .sort((a, b) => Date.parse(a) - Date.parse(b));
  return clocks.find((clock) => Date.parse(clock) >= Date.parse(now)) ?? clocks.at(-1) ?? null;
}
