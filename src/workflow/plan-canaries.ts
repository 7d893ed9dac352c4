import { z } from 'zod';
import { codeLength } from '../canary/code-length.ts';
import { coverFor } from '../canary/cover.ts';
import { canaryFault } from '../canary/fault.ts';
import { drawBiases, sharedDraw } from '../canary/shown-to.ts';
import { hexOf } from '../core/bytes.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { CanaryDesign, Codebook } from '../model/canary.ts';
import { DOMAIN } from '../model/company.ts';
import type { Deps } from './deps.ts';
import { instantInput } from './instant-input.ts';
import { inventCanaries } from './invent-canaries.ts';

export const planCanariesInput = z.strictObject({
  by: z
    .enum(['actor', 'team'])
    .default('actor')
    .describe('what is told apart: each person, or each team with its queue'),
  perUnit: z.int().min(2).max(500).default(24).describe('shared canaries that each unit meets'),
  most: z.int().min(2).optional().describe('units that meet one canary, at most; default: 2 % of them, at least 4'),
  against: z
    .int()
    .min(1)
    .max(5)
    .optional()
    .describe(
      'pairs of addresses by code words against that many who put their copies together, in the place of a shared pool',
    ),
  tripwires: z.int().min(0).max(10_000).default(20).describe('made-up customers whom nobody has a reason to open'),
  domains: z
    .array(z.string().regex(DOMAIN, 'expected a domain in lower case, for example post.example.com'))
    .optional()
    .describe('catch-all domains; default: canaryDomains of company.yml'),
  from: instantInput.optional().describe('first day on which they are shown; default: now'),
  to: instantInput.optional().describe('not included; default: 91 days after'),
});
export type PlanCanariesInput = z.output<typeof planCanariesInput>;

/** The document of `candour canary plan --json`; no address and no name in it. */
export interface CanaryPlan {
  readonly codebook: string;
  readonly by: Codebook['by'];
  readonly units: number;
  readonly design: 'shared' | 'paired';
  readonly tracing: number;
  readonly tripwires: number;
  /** Canaries that each unit meets: exactly, of a shared pool; all of them, of pairs. */
  readonly perUnit: number;
  /** Units that meet the most met canary. */
  readonly mostMet: number;
  readonly domains: number;
  readonly shown: Codebook['shown'];
  /** Where the commitment stands in the evidence log. */
  readonly leaf: number;
}

type PlanDeps = Pick<Deps, 'clock' | 'company' | 'freshKey' | 'ids' | 'lake' | 'operator' | 'progress' | 'records'>;

const SHOWN_DAYS = 91;
const DAY_MS = 86_400_000;
/** Half of all draws are kept, or more: a hundred thrown away in a row do not happen. */
const MOST_DRAWS = 100;

/**
 * Plans canaries and commits to them: when it returns, the codebook's leaf is under a published checkpoint, so that nobody can say
 * afterwards that somebody else was shown something. Errors: `CANARY_NO_DOMAIN`, `CANARY_DOMAIN_IN_USE`, `CANARY_NO_UNITS`,
 * `CANARY_BASE_THIN`, those of the lake and of the evidence log. Cost: units × perUnit draws, a few scans of the customers.
 */
export const planCanaries = {
  name: 'canary.plan',
  permission: 'write',
  input: planCanariesInput,
  async run(input: PlanCanariesInput, deps: PlanDeps): Promise<Result<CanaryPlan>> {
    const domains = domainsOf(input, deps);
    if (!domains.ok) return domains;
    const session = await deps.lake.open();
    if (!session.ok) return session;
    try {
      const workers = await session.value.rows<{ readonly actor: string; readonly team: string | null }>(
        'detect-workforce',
      );
      const units = [
        ...new Set(workers.flatMap(({ actor, team }) => (input.by === 'actor' ? actor : (team ?? [])))),
      ].sort();
      if (units.length < 2)
        return err(
          canaryFault('CANARY_NO_UNITS', `planning canaries: expected two ${input.by}s or more, found ${units.length}`),
        );
      const codebook = deps.ids.fresh('codebook');
      const { key, design, tracing, mostMet } = designFor(input, units, codebook, deps.freshKey);
      const wanted = { tracing, tripwires: input.tripwires, addresses: design.kind === 'paired' ? 2 : 1 } as const;
      const canaries = await inventCanaries(session.value, { ...wanted, key, codebook, domains: domains.value }, deps);
      if (!canaries.ok) return canaries;
      const at = deps.clock.now();
      const from = input.from ?? at;
      const to = input.to ?? (new Date(Date.parse(from) + SHOWN_DAYS * DAY_MS).toISOString() as typeof from);
      const body: Codebook = {
        codebook,
        key: hexOf(key),
        design,
        by: input.by,
        units,
        shown: { from, to },
        canaries: canaries.value,
      };
      const kept = await deps.records.keep([
        { kind: 'codebook', at, by: deps.operator, case: null, seq: null, about: null, body },
      ]);
      if (!kept.ok) return kept;
      const [committed] = kept.value;
      if (committed === undefined) throw new Error('a record that is kept has a leaf');
      return ok({
        codebook,
        by: input.by,
        units: units.length,
        design: design.kind,
        tracing,
        tripwires: input.tripwires,
        perUnit: design.kind === 'shared' ? design.perUnit : tracing,
        mostMet,
        domains: domains.value.length,
        shown: body.shown,
        leaf: committed.leaf,
      });
    } finally {
      await session.value.close();
    }
  },
} as const;

function domainsOf(input: PlanCanariesInput, deps: PlanDeps): Result<readonly string[]> {
  if (input.domains !== undefined && input.domains.length > 0) return ok([...new Set(input.domains)].sort());
  const company = deps.company();
  const declared = company.ok ? (company.value.canaryDomains ?? []) : [];
  if (declared.length > 0) return ok([...new Set(declared)].sort());
  return err(canaryFault('CANARY_NO_DOMAIN', 'planning canaries: expected catch-all domains, found none'));
}

interface Designed {
  readonly key: Uint8Array;
  readonly design: CanaryDesign;
  readonly tracing: number;
  readonly mostMet: number;
}

function designFor(
  { perUnit, against, ...input }: PlanCanariesInput,
  units: readonly string[],
  codebook: string,
  freshKey: () => Uint8Array,
): Designed {
  if (against !== undefined) {
    const key = freshKey();
    const tracing = codeLength(against, units.length);
    const biases = drawBiases(key, codebook, tracing, against);
    return { key, design: { kind: 'paired', coalition: against, biases }, tracing, mostMet: units.length };
  }
  const most = Math.max(input.most ?? 4, input.most === undefined ? Math.ceil(units.length / 50) : 2);
  const { pool, discarded } = coverFor({ units: units.length, perUnit, most });
  for (let draws = 0; draws < MOST_DRAWS; draws += 1) {
    const key = freshKey();
    const met = new Uint32Array(pool);
    for (const unit of units)
      for (const at of sharedDraw(key, codebook, unit, pool, perUnit)) met[at] = (met[at] ?? 0) + 1;
    const mostMet = met.reduce((a, b) => Math.max(a, b), 0);
    if (mostMet <= most) return { key, design: { kind: 'shared', perUnit, most, discarded }, tracing: pool, mostMet };
  }
  throw new Error('more than half of all draws keep to the cover');
}

/** A codebook by its id. Error: `CANARY_UNKNOWN_CODEBOOK`. */
export function codebookOf(books: readonly Codebook[], id: string): Result<Codebook> {
  const book = books.find(({ codebook }) => codebook === id);
  return book === undefined
    ? err(canaryFault('CANARY_UNKNOWN_CODEBOOK', `looking for a codebook: found ${books.length}, none of this id`))
    : ok(book);
}
