import type { Instant } from '../core/instant.ts';
import type { Company } from '../model/company.ts';
import { type AffectedGroup, type Facts, factsSchema } from '../model/facts.ts';
import type { FactBase } from './fact-base.ts';
import { FACT_KEYS } from './fact-key.ts';

type AtProcessor = Facts['atProcessor'];

/**
 * The one value from which duties and notices are derived: what is confirmed or likely in the fact base, the groups of the
 * latest scope, and the controllers, tenants and processors that the company declares. What is unknown stays unknown. `asOf` evaluates the law as of
 * that instant.
 */
export function factsOf(base: FactBase, company: Company | null, asOf?: Instant): Facts {
  const known = new Map(base.facts.filter((fact) => fact.status !== 'unknown').map((fact) => [fact.key, fact.value]));
  const stated = FACT_KEYS.filter((key) => known.has(key)).map((key) => [key, known.get(key)] as const);
  const at = (known.get('atProcessor') ?? null) as AtProcessor;
  const groups = (base.scope?.groups ?? []).map((group) => ({ ...group, ...processorOf(group, company, at) }));
  const affected = new Set(groups.map(({ controller }) => controller));
  return factsSchema.parse({
    ...Object.fromEntries(stated),
    case: base.case,
    ...(asOf === undefined ? {} : { asOf }),
    controllers: [
      ...(company?.controllers ?? []).map((one) => ({
        ...establishmentOf(one),
        leadAuthority: one.leadAuthority ?? null,
        representatives: named(one.representatives),
      })),
      // The others owe nothing: none of their people is affected.
      ...(company?.tenants ?? []).filter(({ id }) => affected.has(id)).map(establishmentOf),
    ],
    processors: processorsOf(company, at),
    groups,
    likely: base.facts.filter((fact) => fact.status === 'likely').map((fact) => fact.key),
  });
}

/** A tenant's people are with the platform; everybody else where the case says that it happened. */
function processorOf(group: AffectedGroup, company: Company | null, at: AtProcessor): Pick<AffectedGroup, 'processor'> {
  const { platform, tenants = [] } = company ?? {};
  if (platform !== undefined && tenants.some(({ id }) => id === group.controller)) return { processor: platform.id };
  return at === null ? {} : { processor: at.id };
}

function processorsOf(company: Company | null, at: AtProcessor) {
  const { platform, processors = [] } = company ?? {};
  return [...(platform === undefined ? [] : [platform]), ...processors].map((one) => ({
    ...establishmentOf(one),
    representatives: named(one.representatives),
    awareAt: one.id === at?.id ? at.awareAt : null,
  }));
}

interface Entity {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly region?: string | undefined;
  readonly sectors?: Facts['controllers'][number]['sectors'] | undefined;
}

const establishmentOf = ({ id, name, country, region, sectors }: Entity) => ({
  id,
  name,
  country,
  region: region ?? null,
  sectors: sectors ?? null,
});

const named = (representatives: readonly { readonly country: string; readonly name: string }[] = []) =>
  representatives.map(({ country, name }) => ({ country, name }));
