import type { Instant } from '../core/instant.ts';
import type { Company } from '../model/company.ts';
import { type Facts, factsSchema } from '../model/facts.ts';
import type { FactBase } from './fact-base.ts';
import { FACT_KEYS } from './fact-key.ts';

/**
 * The one value from which duties and notices are derived: what is confirmed or likely in the fact base, the groups of the
 * latest scope, and the controllers that the company declares. What is unknown stays unknown. `asOf` evaluates the law as of
 * that instant.
 */
export function factsOf(base: FactBase, company: Company | null, asOf?: Instant): Facts {
  const known = new Map(base.facts.filter((fact) => fact.status !== 'unknown').map((fact) => [fact.key, fact.value]));
  const stated = FACT_KEYS.filter((key) => known.has(key)).map((key) => [key, known.get(key)] as const);
  return factsSchema.parse({
    ...Object.fromEntries(stated),
    case: base.case,
    ...(asOf === undefined ? {} : { asOf }),
    controllers: (company?.controllers ?? []).map(
      ({ id, name, country, region, leadAuthority, representatives, sectors }) => ({
        id,
        name,
        country,
        region: region ?? null,
        leadAuthority: leadAuthority ?? null,
        representatives: (representatives ?? []).map((one) => ({ country: one.country, name: one.name })),
        sectors: sectors ?? null,
      }),
    ),
    groups: base.scope?.groups ?? [],
    likely: base.facts.filter((fact) => fact.status === 'likely').map((fact) => fact.key),
  });
}
