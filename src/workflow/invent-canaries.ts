import type { NameWord, Street, Town } from '../canary/base-statistics.ts';
import { canaryFault } from '../canary/fault.ts';
import { type InventedPerson, personInventor } from '../canary/invent-person.ts';
import { keyedStream } from '../canary/keyed-stream.ts';
import { localPart } from '../canary/local-part.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { Canary } from '../model/canary.ts';
import type { LakeSession } from '../ports/lake.ts';
import type { Deps } from './deps.ts';

interface Wanted {
  readonly key: Uint8Array;
  readonly codebook: string;
  readonly domains: readonly string[];
  readonly tracing: number;
  readonly tripwires: number;
  /** Of each tracing canary. */
  readonly addresses: 1 | 2;
}

// A word or a street that fewer share could point to one of them.
const LEAST_SHARED = 5;
const ROUNDS = 40;

/**
 * Made-up customers by the statistics of the real ones. Whoever would share his address, his name within the country, or his street and
 * town with a customer is drawn again, until the base says that nobody does.
 */
export async function inventCanaries(
  session: LakeSession,
  wanted: Wanted,
  { ids }: Pick<Deps, 'ids'>,
): Promise<Result<readonly Canary[]>> {
  const used = await session.rows<{ readonly customers: bigint }>('canary-domain', { domains: wanted.domains });
  const customers = used.reduce((sum, row) => sum + Number(row.customers), 0);
  if (customers > 0)
    return err(
      canaryFault(
        'CANARY_DOMAIN_IN_USE',
        `planning canaries: ${customers} customers have an address on ${used.length} of the domains`,
      ),
    );
  const invent = personInventor(await statisticsOf(session));
  const count = wanted.tracing + wanted.tripwires;
  const drafts: { person: InventedPerson; emails: readonly string[] }[] = [];
  let open = Array.from({ length: count }, (_, at) => at);
  for (let round = 0; round < ROUNDS && open.length > 0; round += 1) {
    for (const at of open) {
      const stream = keyedStream(wanted.key, ['candour/canary/person', wanted.codebook, at, round]);
      const person = invent(stream);
      const addresses = at < wanted.tracing ? wanted.addresses : 1;
      const domain = wanted.domains[stream.below(wanted.domains.length)] ?? '';
      const emails = Array.from(
        { length: addresses },
        () => `${localPart(person.name?.split(' ')[0] ?? null, stream)}@${domain}`,
      );
      drafts[at] = { person, emails };
    }
    open = await clashing(session, drafts, open);
  }
  if (open.length > 0 || drafts.every(({ person }) => person.name === null)) {
    const message = `planning canaries: of ${count} made-up people ${open.length} are too like a customer after ${ROUNDS} rounds`;
    return err(canaryFault('CANARY_BASE_THIN', message));
  }
  return ok(
    drafts.map(({ person, emails }, at) => ({
      id: ids.fresh('canary'),
      kind: at < wanted.tracing ? ('tracing' as const) : ('tripwire' as const),
      emails,
      ...person,
    })),
  );
}

async function statisticsOf(session: LakeSession) {
  const least = { least: LEAST_SHARED };
  const strata = await session.rows<StratumRow>('canary-stratum');
  const words = await session.rows<WordRow>('canary-word', least);
  const towns = await session.rows<TownRow>('canary-town', least);
  const streets = await session.rows<StreetRow>('canary-street', least);
  return {
    strata: strata.map(({ persons, named, housed, posted, ...row }) => ({
      ...row,
      persons: Number(persons),
      named: Number(named),
      housed: Number(housed),
      posted: Number(posted),
    })),
    words: words.map(
      (row): NameWord => ({ ...row, place: row.place === 'first' ? 'first' : 'rest', persons: Number(row.persons) }),
    ),
    towns: towns.map((row): Town => ({ ...row, persons: Number(row.persons) })),
    streets: streets
      .filter(({ pattern }) => /^[^#\d]*#[^#\d]*$/.test(pattern))
      .map((row): Street => ({ ...row, persons: Number(row.persons) })),
  };
}

/** Of `open`, those who are too like a customer, or share an address among themselves. */
async function clashing(
  session: LakeSession,
  drafts: readonly { readonly person: InventedPerson; readonly emails: readonly string[] }[],
  open: readonly number[],
): Promise<number[]> {
  await session.load(
    'canary_draft',
    open.flatMap((at) =>
      (drafts[at]?.emails ?? []).map((email) => ({
        canary_no: at,
        email,
        name: drafts[at]?.person.name ?? null,
        address: drafts[at]?.person.address ?? null,
        city: drafts[at]?.person.city ?? null,
        country: drafts[at]?.person.country ?? null,
      })),
    ),
  );
  const rows = await session.rows<{ readonly canary_no: number }>('canary-clash');
  const owners = new Map<string, number>();
  const twice = new Set(rows.map(({ canary_no }) => canary_no));
  for (const [at, { emails }] of drafts.entries())
    for (const email of emails) {
      const owner = owners.get(email);
      if (owner !== undefined) twice.add(at);
      owners.set(email, at);
    }
  return [...twice].sort((a, b) => a - b);
}

type Nullable = string | null;
interface StratumRow extends Record<string, string | bigint | null> {
  readonly country: Nullable;
  readonly region: Nullable;
  readonly language: Nullable;
  readonly controller: Nullable;
  readonly tenant: Nullable;
  readonly persons: bigint;
  readonly named: bigint;
  readonly housed: bigint;
  readonly posted: bigint;
}
interface WordRow extends Record<string, string | bigint | null> {
  readonly country: Nullable;
  readonly place: string;
  readonly word: string;
  readonly persons: bigint;
}
interface TownRow extends Record<string, string | bigint | null> {
  readonly country: Nullable;
  readonly region: Nullable;
  readonly city: string;
  readonly postcode: Nullable;
  readonly persons: bigint;
}
interface StreetRow extends Record<string, string | bigint | null> {
  readonly country: Nullable;
  readonly pattern: string;
  readonly persons: bigint;
}
