import { z } from 'zod';
import { ok } from '../core/result.ts';
import { deriveDuties } from '../duties/derive-duties.ts';
import type { Duties } from '../model/duty.ts';
import { factsSchema } from '../model/facts.ts';
import { loadLawPacks } from '../packs/law-pack.ts';
import type { Action } from './action.ts';

const dutiesInput = z.strictObject({ facts: factsSchema });
type DutiesInput = z.infer<typeof dutiesInput>;

/** Derives what is owed from a set of facts, under every installed law; nothing is recorded. Errors: those of the law packs. */
export const deriveDutiesFromFacts: Action<DutiesInput, Duties> = {
  name: 'duties.derive',
  permission: 'read',
  input: dutiesInput,
  async run({ facts }, { packsFolder, clock, holidays }) {
    const packs = loadLawPacks(packsFolder);
    return packs.ok ? ok(deriveDuties(facts, packs.value, clock.now(), holidays)) : packs;
  },
};
