import { z } from 'zod';
import { ok, type Result } from '../core/result.ts';
import { appendToCase, type CaseDeps } from './append-to-case.ts';
import { type FactBase, factBaseOf } from './fact-base.ts';

export const noteCaseInput = z.strictObject({
  case: z.string().min(1),
  text: z.string().trim().min(1).max(10_000).describe('what was done or decided; no customer, people by id'),
});

/** Writes a note into a case. Errors: `CASE_UNKNOWN`, `CASE_CLOSED`, `CASE_CONFLICT`, `CASE_TEXT_PERSONAL`. */
export const noteCase = {
  name: 'case.note',
  permission: 'write',
  input: noteCaseInput,
  async run(input: z.infer<typeof noteCaseInput>, deps: CaseDeps): Promise<Result<FactBase>> {
    const events = await appendToCase(input.case, { kind: 'noted', text: input.text }, [input.text], deps);
    return events.ok ? ok(factBaseOf(events.value)) : events;
  },
} as const;
