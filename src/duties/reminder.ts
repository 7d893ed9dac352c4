import { type Instant, instantFromMs, msOf } from '../core/instant.ts';
import type { Duty, Reminder } from '../model/duty.ts';

const HOUR = 3_600_000;

/** How long before the strict deadline each call comes, the loudest last, and how often a calendar calls again. */
export const LEVELS = [
  { level: 'notice', before: 7 * 24 * HOUR, again: null },
  { level: 'soon', before: 72 * HOUR, again: null },
  { level: 'urgent', before: 24 * HOUR, again: { times: 2, everyHours: 6 } },
  { level: 'last-call', before: 6 * HOUR, again: { times: 5, everyHours: 1 } },
] as const;

/** Owed, or may be, by a time, and not done. */
const isOpen = ({ verdict, strictDeadline, deadline, toldAt }: Duty): boolean =>
  verdict !== 'not-required' && (strictDeadline ?? deadline) !== null && toldAt === undefined;

/**
 * Duties whose clock runs at `now`, the most pressing first, each with the highest level reached and the instants of the calls to
 * come. `overdue` counts from the strict deadline; what lies further off than the first level is `later`. A duty whose recipient has been
 * told calls no more.
 */
export function remindersOf(duties: readonly Duty[], now: Instant): readonly Reminder[] {
  return duties
    .filter(isOpen)
    .flatMap((duty): readonly Reminder[] => {
      const by = duty.strictDeadline ?? duty.deadline;
      if (by === null) return [];
      const left = Date.parse(by) - msOf(now);
      const reached = LEVELS.filter(({ before }) => left <= before).at(-1);
      return [
        {
          duty: duty.id,
          recipient: duty.recipient,
          verdict: duty.verdict,
          by,
          level: left < 0 ? 'overdue' : (reached?.level ?? 'later'),
          minutesLeft: Math.floor(left / 60_000),
          next: LEVELS.filter(({ before }) => left > before).map(({ before }) =>
            instantFromMs(Date.parse(by) - before),
          ),
        },
      ];
    })
    .sort((a, b) => a.minutesLeft - b.minutesLeft || (a.duty < b.duty ? -1 : 1));
}
