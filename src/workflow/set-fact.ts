import { z } from 'zod';
import { err, ok, type Result } from '../core/result.ts';
import { FACT_STATUSES, factsSchema } from '../model/facts.ts';
import { appendToCase, type CaseDeps } from './append-to-case.ts';
import { caseFault } from './case-fault.ts';
import type { Deps } from './deps.ts';
import { type FactBase, factBaseOf } from './fact-base.ts';
import { parseFact } from './fact-key.ts';
import { refuseWrong } from './refuse-wrong.ts';

export const setFactInput = z.strictObject({
  case: z.string().min(1),
  key: z.string().describe('a key of packs/schemas/facts.json'),
  value: z.unknown().describe('as that key takes it; null when the status is unknown'),
  status: z.enum(FACT_STATUSES),
  evidence: z
    .string()
    .trim()
    .min(1)
    .max(2000)
    .describe('what it rests on: a document, a decision, an office; no names'),
});

/**
 * States what the log cannot show: when the organisation knew, whether money changed hands, who was told. The latest
 * statement of a key counts; `unknown` with null takes a statement back. Errors: `CASE_FACT_INVALID`, `CASE_UNKNOWN`, `CASE_CLOSED`,
 * `CASE_CONFLICT`, `CASE_TEXT_PERSONAL`.
 */
export const setFact = {
  name: 'case.set-fact',
  permission: 'write',
  input: setFactInput,
  async run(input: z.infer<typeof setFactInput>, deps: CaseDeps & Pick<Deps, 'laws'>): Promise<Result<FactBase>> {
    const { status, evidence } = input;
    const isUnknown = input.value === undefined || input.value === null || input.value === 'unknown';
    if (isUnknown !== (status === 'unknown')) {
      const wanted = status === 'unknown' ? 'no value with the status unknown' : `a value with the status ${status}`;
      return err(caseFault('CASE_FACT_INVALID', `setting the fact ${input.key}: expected ${wanted}`));
    }
    const parsed = parseFact(input.key, isUnknown ? undefined : input.value);
    if (!parsed.ok) return parsed;
    const value = isUnknown ? null : parsed.value.value;
    // Only what somebody stated: what documents show is an estimate, and a person's word may differ from it.
    const before = deps.cases.events(input.case);
    if (!before.ok) return before;
    const packs = deps.laws();
    if (!packs.ok) return packs;
    const stated = new Map<string, unknown>();
    for (const event of before.value) if (event.kind === 'fact-set') stated.set(event.key, event.value);
    stated.set(parsed.value.key, value);
    const given = Object.fromEntries([...stated].filter(([, one]) => one !== null));
    const right = refuseWrong(factsSchema.parse(given), packs.value, deps.clock.now(), parsed.value.key);
    if (!right.ok) return right;
    const body = { kind: 'fact-set', key: parsed.value.key, value, status, evidence } as const;
    const events = await appendToCase(input.case, body, [evidence], deps);
    return events.ok ? ok(factBaseOf(events.value)) : events;
  },
} as const;
