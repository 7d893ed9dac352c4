import { z } from 'zod';
import { ok, type Result } from '../core/result.ts';
import type { Deps } from './deps.ts';
import { type FactBase, factBaseOf } from './fact-base.ts';

export const showCaseInput = z.strictObject({ case: z.string().min(1) });

/** The fact base of a case as it stands now. Error: `CASE_UNKNOWN`. */
export const showCase = {
  name: 'case.show',
  permission: 'read',
  input: showCaseInput,
  async run(input: z.infer<typeof showCaseInput>, deps: Pick<Deps, 'cases'>): Promise<Result<FactBase>> {
    const events = deps.cases.events(input.case);
    return events.ok ? ok(factBaseOf(events.value)) : events;
  },
} as const;
