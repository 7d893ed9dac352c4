import { z } from 'zod';
import { err, ok, type Result } from '../core/result.ts';
import { appendToCase, type CaseDeps } from './append-to-case.ts';
import { caseFault } from './case-fault.ts';
import { type FactBase, factBaseOf } from './fact-base.ts';

export const holdCaseInput = z.strictObject({
  case: z.string().min(1),
  hold: z.boolean().describe('false lifts it'),
  reason: z.string().trim().min(1).max(2000).describe('the claim, the order or the decision; no names'),
});

/**
 * Puts a case under legal hold (GDPR Article 17(3)(b) and (e)), or lifts it: while it is held nothing of it is erased. Closed cases can be
 * held too. Errors: `CASE_HOLD_SAME`, `CASE_UNKNOWN`, `CASE_CONFLICT`, `CASE_TEXT_PERSONAL`.
 */
export const holdCase = {
  name: 'case.hold',
  permission: 'release',
  input: holdCaseInput,
  async run(input: z.infer<typeof holdCaseInput>, deps: CaseDeps): Promise<Result<FactBase>> {
    const { hold, reason } = input;
    const before = deps.cases.events(input.case);
    if (!before.ok) return before;
    if ((factBaseOf(before.value).hold !== null) === hold)
      return err(caseFault('CASE_HOLD_SAME', `case ${input.case}: is ${hold ? 'already' : 'not'} under legal hold`));
    const events = await appendToCase(input.case, { kind: hold ? 'held' : 'hold-lifted', reason }, [reason], deps);
    return events.ok ? ok(factBaseOf(events.value)) : events;
  },
} as const;
