import { err, type Result } from '../core/result.ts';
import type { CaseEvent, CaseEventBody } from '../model/case.ts';
import type { RecordDraft } from '../ports/record-store.ts';
import { caseFault } from './case-fault.ts';
import type { Deps } from './deps.ts';

export type CaseDeps = Pick<Deps, 'cases' | 'clock' | 'operator'>;

/** What still happens to a case that is closed. */
const AFTER_CLOSING: ReadonlySet<CaseEventBody['kind']> = new Set(['held', 'hold-lifted', 'erased']);

/**
 * Adds to a case that is still open and gives all its events; `beside`: further records under the same checkpoint. Errors: `CASE_UNKNOWN`, `CASE_CLOSED`; `CASE_CONFLICT` when somebody
 * else was faster; `CASE_TEXT_PERSONAL` when one of `texts` holds an e-mail address.
 */
export async function appendToCase(
  caseId: string,
  body: CaseEventBody,
  texts: readonly string[],
  { cases, clock, operator }: CaseDeps,
  beside: readonly RecordDraft[] = [],
): Promise<Result<readonly CaseEvent[]>> {
  const clean = refusePersonal(texts);
  if (!clean.ok) return clean;
  const before = cases.events(caseId);
  if (!before.ok) return before;
  if (!AFTER_CLOSING.has(body.kind) && before.value.some((event) => event.kind === 'closed')) {
    return err(caseFault('CASE_CLOSED', `adding to case ${caseId}: it is closed`));
  }
  const added = await cases.append(caseId, before.value.length, clock.now(), operator, [body], beside);
  return added.ok ? { ok: true, value: [...before.value, ...added.value] } : added;
}

/** Catches the slip of a hand, not the will to break the rule. */
export function refusePersonal(texts: readonly string[]): Result<null> {
  if (!texts.some((text) => /[^\s@]@[^\s@]+\.[^\s@]/.test(text))) return { ok: true, value: null };
  return err(caseFault('CASE_TEXT_PERSONAL', 'writing into a case: expected ids and counts, found an e-mail address'));
}
