import { z } from 'zod';
import { ok, type Result } from '../core/result.ts';
import type { Deps } from './deps.ts';
import { type FactBase, factBaseOf } from './fact-base.ts';
import { keepRead, type ReadDeps } from './keep-read.ts';

export const showCaseInput = z.strictObject({ case: z.string().min(1) });

/** The fact base of a case as it stands now, which may name people of the workforce: the read is recorded. Errors: `CASE_UNKNOWN`, those of the evidence log. */
export const showCase = {
  name: 'case.show',
  permission: 'read',
  input: showCaseInput,
  async run(input: z.infer<typeof showCaseInput>, deps: ReadDeps & Pick<Deps, 'cases'>): Promise<Result<FactBase>> {
    const events = deps.cases.events(input.case);
    if (!events.ok) return events;
    const kept = await keepRead({ what: 'case', id: null, case: input.case, about: null }, deps);
    return kept.ok ? ok(factBaseOf(events.value)) : kept;
  },
} as const;
