import { z } from 'zod';
import { ok, type Result } from '../core/result.ts';
import { appendToCase, type CaseDeps } from './append-to-case.ts';
import { type FactBase, factBaseOf } from './fact-base.ts';

export const closeCaseInput = z.strictObject({
  case: z.string().min(1),
  reason: z.string().trim().min(1).max(2000).describe('why nothing more is to be done'),
});

/** Closes a case for good; it stays readable. Errors: `CASE_UNKNOWN`, `CASE_CLOSED`, `CASE_CONFLICT`, `CASE_TEXT_PERSONAL`. */
export const closeCase = {
  name: 'case.close',
  permission: 'write',
  input: closeCaseInput,
  async run(input: z.infer<typeof closeCaseInput>, deps: CaseDeps): Promise<Result<FactBase>> {
    const events = await appendToCase(input.case, { kind: 'closed', reason: input.reason }, [input.reason], deps);
    return events.ok ? ok(factBaseOf(events.value)) : events;
  },
} as const;
