import { z } from 'zod';
import { ok } from '../core/result.ts';
import { compareDuties } from '../duties/compare-duties.ts';
import { deriveDuties } from '../duties/derive-duties.ts';
import { gradeSeverity } from '../duties/severity.ts';
import type { Duties } from '../model/duty.ts';
import { factsSchema } from '../model/facts.ts';
import { loadSeverityMethod } from '../packs/severity-pack.ts';
import type { Action } from './action.ts';
import type { Deps } from './deps.ts';
import { refuseWrong } from './refuse-wrong.ts';

const dutiesInput = z.strictObject({
  facts: factsSchema,
  before: factsSchema.nullable().optional().describe('earlier facts: the difference is shown'),
});
type DutiesInput = z.infer<typeof dutiesInput>;

/** Derives what is owed from a set of facts, under every installed law; nothing is recorded. Errors: `CASE_FACT_INVALID`, those of the law packs. */
export const deriveDutiesFromFacts: Action<
  DutiesInput,
  Duties,
  Pick<Deps, 'laws' | 'packsFolder' | 'clock' | 'holidays'>
> = {
  name: 'duties.derive',
  permission: 'read',
  input: dutiesInput,
  async run({ facts, before }, { laws, packsFolder, clock, holidays }) {
    const packs = laws();
    if (!packs.ok) return packs;
    for (const given of before === null || before === undefined ? [facts] : [facts, before]) {
      const right = refuseWrong(given, packs.value, clock.now());
      if (!right.ok) return right;
    }
    const method = loadSeverityMethod(packsFolder);
    if (!method.ok) return method;
    const derive = (given: DutiesInput['facts']): Duties => deriveDuties(given, packs.value, clock.now(), holidays);
    const document = { ...derive(facts), severity: method.value === null ? [] : gradeSeverity(facts, method.value) };
    return ok(
      before === null || before === undefined
        ? document
        : { ...document, changes: compareDuties(derive(before), document) },
    );
  },
};
