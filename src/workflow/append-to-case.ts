import { err, type Result } from '../core/result.ts';
import type { CaseEvent, CaseEventBody } from '../model/case.ts';
import { caseFault } from './case-fault.ts';
import type { Deps } from './deps.ts';

export type CaseDeps = Pick<Deps, 'cases' | 'clock' | 'operator'>;

/**
 * Adds to a case that is still open and gives all its events. Errors: `CASE_UNKNOWN`, `CASE_CLOSED`; `CASE_CONFLICT` when somebody
 * else was faster; `CASE_TEXT_PERSONAL` when one of `texts` holds an e-mail address.
 */
export function appendToCase(
  caseId: string,
  body: CaseEventBody,
  texts: readonly string[],
  { cases, clock, operator }: CaseDeps,
): Result<readonly CaseEvent[]> {
  const clean = refusePersonal(texts);
  if (!clean.ok) return clean;
  const before = cases.events(caseId);
  if (!before.ok) return before;
  if (before.value.some((event) => event.kind === 'closed')) {
    return err(caseFault('CASE_CLOSED', `adding to case ${caseId}: it is closed`));
  }
  const added = cases.append(caseId, before.value.length, clock.now(), operator, [body]);
  return added.ok ? { ok: true, value: [...before.value, ...added.value] } : added;
}

/** Catches the slip of a hand, not the will to break the rule. */
export function refusePersonal(texts: readonly string[]): Result<null> {
  if (!texts.some((text) => /[^\s@]@[^\s@]+\.[^\s@]/.test(text))) return { ok: true, value: null };
  return err(caseFault('CASE_TEXT_PERSONAL', 'writing into a case: expected ids and counts, found an e-mail address'));
}
