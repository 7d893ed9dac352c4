import type { Duties, Duty, DutyChange } from '../model/duty.ts';

/**
 * What new facts or a new law changed: each duty that came, went, or whose verdict, time, recipient or people are others. Of what was not owed and is
 * not, the number of people looked at changes nothing.
 */
export function compareDuties(before: Duties, after: Duties): readonly DutyChange[] {
  const old = new Map(before.duties.map((duty) => [duty.id, duty]));
  const now = new Map(after.duties.map((duty) => [duty.id, duty]));
  const changed = after.duties.flatMap((duty): readonly DutyChange[] => {
    const was = old.get(duty.id);
    if (was === undefined) return [{ id: duty.id, from: null, to: brief(duty), because: duty.because }];
    if (JSON.stringify(brief(was)) === JSON.stringify(brief(duty))) return [];
    if (was.verdict === 'not-required' && duty.verdict === 'not-required' && was.recipient === duty.recipient)
      return [];
    return [{ id: duty.id, from: brief(was), to: brief(duty), because: newReasons(was, duty) }];
  });
  const gone = before.duties
    .filter(({ id }) => !now.has(id))
    .map((duty): DutyChange => ({ id: duty.id, from: brief(duty), to: null, because: [] }));
  return [...changed, ...gone];
}

const brief = ({ verdict, recipient, deadline, strictDeadline, persons, undecided }: Duty): DutyChange['to'] => ({
  verdict,
  recipient,
  deadline,
  strictDeadline,
  persons,
  undecided,
});

const newReasons = (was: Duty, is: Duty): readonly string[] =>
  is.because.filter((reason) => !was.because.includes(reason));
