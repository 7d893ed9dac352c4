import type { Instant } from '../core/instant.ts';
import { err, ok, type Result } from '../core/result.ts';
import { wrongFacts } from '../duties/wrong-fact.ts';
import type { Facts } from '../model/facts.ts';
import type { LawPack } from '../packs/law-pack.ts';
import { caseFault } from './case-fault.ts';

/** Refuses facts that are wrong in themselves, with every problem; `about`: only what concerns that fact. Error: `CASE_FACT_INVALID`. */
export function refuseWrong(
  facts: Facts,
  packs: readonly LawPack[],
  now: Instant,
  about: keyof Facts | null = null,
): Result<null> {
  const wrong = wrongFacts(facts, packs, now).filter(({ keys }) => about === null || keys.includes(about));
  if (wrong.length === 0) return ok(null);
  const problems = wrong.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return err(caseFault('CASE_FACT_INVALID', `reading the facts: ${problems.join('; ')}`));
}
