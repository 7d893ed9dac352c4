import { TRACE_MODEL } from './trace-model.ts';

/** A row of the statement `trace-link`: one leaked record, one customer it may be, one version of that customer. */
export type LinkRow = {
  readonly record_no: number;
  readonly customer: string;
  readonly segment: string;
  readonly by_id: boolean;
  readonly by_email: boolean;
  readonly by_canonical: boolean;
  readonly by_phone: boolean;
  readonly by_phone_tail: boolean;
  readonly by_name_address: boolean;
  readonly by_name_postcode: boolean;
  readonly by_digest: boolean;
  readonly by_vague: boolean;
  readonly valid_from: string | null;
  readonly valid_to: string | null;
  readonly email_held: boolean | null;
  readonly phone_held: boolean | null;
  readonly name_held: boolean | null;
  readonly address_held: boolean | null;
};

/** From `from` on (until the next span begins) the customer's record differed from the leaked one in `stale` of its values. */
export interface ValueSpan {
  /** Milliseconds since 1970; the first span starts at -Infinity. */
  readonly fromMs: number;
  readonly stale: number;
}

export interface LinkedRecord {
  readonly recordNo: number;
  readonly customer: string;
  readonly segment: string;
  /** Probability that the record is this customer's. */
  readonly weight: number;
  /** When its values were current; one span where they always were, or where nothing tells. */
  readonly spans: readonly ValueSpan[];
}

/** Version of the keys and their weights, below and in `trace-link`: fixed in a trace's plan. */
export const LINKAGE_VERSION = 'keys-1';

/**
 * Probability that two records agreeing on the key are of one person; a mis-link only costs power, it acts like an outside record. Keys
 * of one row agree together (the same address is also the same mailbox): only the first that agrees counts.
 */
const KEY_WEIGHTS = [
  [['by_id', 0.99]],
  [
    ['by_email', 0.98],
    ['by_canonical', 0.95],
    ['by_digest', 0.95],
  ],
  [
    ['by_phone', 0.9],
    ['by_phone_tail', 0.8],
  ],
  [
    ['by_name_address', 0.9],
    ['by_name_postcode', 0.7],
  ],
] as const;

/** An id that agrees while the e-mail or telephone never did is likely a row number. */
const CONTRADICTED_ID_WEIGHT = 0.3;
const HELD = ['email_held', 'phone_held', 'name_held', 'address_held'] as const;

/** A row of the statement `trace-decoy`: how often records with a key link to people who do not exist. */
export type DecoyRow = {
  readonly link_key: string;
  readonly records: number | bigint;
  readonly hits: number | bigint;
  readonly scale: number;
};

/** What links by chance: of the records that have a key, how many link, and how many would link to a base of made-up people. */
export interface FalseLinks {
  readonly key: string;
  readonly records: number;
  readonly linked: number;
  /** Expected number of links by chance. */
  readonly byChance: number;
}

const KEY_COLUMNS = {
  email: 'by_email',
  phone: 'by_phone',
  'phone-tail': 'by_phone_tail',
  'name-address': 'by_name_address',
  'name-postcode': 'by_name_postcode',
  vague: 'by_vague',
} as const satisfies Record<string, keyof LinkRow>;

export function falseLinks(rows: readonly LinkRow[], decoys: readonly DecoyRow[]): readonly FalseLinks[] {
  return decoys.flatMap(({ link_key: key, records, hits, scale }) => {
    if (!(key in KEY_COLUMNS)) return [];
    const column = KEY_COLUMNS[key as keyof typeof KEY_COLUMNS];
    const linked = new Set(rows.filter((row) => row[column]).map((row) => row.record_no)).size;
    return [{ key, records: Number(records), linked, byChance: Math.min(Number(records), Number(hits) * scale) }];
  });
}

/** Odds that one of the candidates whom a masked or partial record fits is the one, all of them together: most lists hold customers. */
const VAGUE_ODDS = 2;
/** Records without a chance link to begin with: a share measured on two or three records says little. */
const CHANCE_PRIOR = 5;
/** Less than this is not carried: one of the most candidates that a record may have. */
const LEAST_WEIGHT = 0.01;

/**
 * For every leaked record the customers it may be of, each with the probability that it is: the record is of one of the candidates or of
 * none, by the odds of their keys (Fellegi and Sunter 1969), and no surer than the measured share of links by chance leaves it. A masked
 * value speaks for all whom it fits alike. Most probable first within a record; nothing is decided here.
 */
export function linkSample(rows: readonly LinkRow[], chance: readonly FalseLinks[] = []): readonly LinkedRecord[] {
  const byRecord = new Map<number, Map<string, LinkRow[]>>();
  for (const row of rows) {
    const candidates = byRecord.get(row.record_no) ?? new Map<string, LinkRow[]>();
    byRecord.set(row.record_no, candidates);
    const versions = candidates.get(row.customer);
    if (versions === undefined) candidates.set(row.customer, [row]);
    else versions.push(row);
  }
  const surest = new Map(
    chance.map(({ key, linked, byChance }) => [
      KEY_COLUMNS[key as keyof typeof KEY_COLUMNS] as keyof LinkRow,
      1 - byChance / (linked + CHANCE_PRIOR),
    ]),
  );
  const linked: LinkedRecord[] = [];
  for (const [recordNo, candidates] of byRecord) {
    const odds = [...candidates.values()].map((versions) => keyOdds(versions, candidates.size, surest));
    const total = odds.reduce((sum, one) => sum + one, 1);
    const of = [...candidates.values()].flatMap((versions, i): readonly LinkedRecord[] => {
      const weight = (odds[i] ?? 0) / total;
      const [version] = versions;
      if (version === undefined || weight < LEAST_WEIGHT) return [];
      const { customer, segment } = version;
      return [{ recordNo, customer, segment, weight, spans: valueSpans(versions) }];
    });
    linked.push(...of.sort((a, b) => b.weight - a.weight));
  }
  return linked;
}

/** Records that are of some customer rather than of none. */
export function linkedRecordCount(linked: readonly LinkedRecord[]): number {
  const sums = new Map<number, number>();
  for (const { recordNo, weight } of linked) sums.set(recordNo, (sums.get(recordNo) ?? 0) + weight);
  return [...sums.values()].filter((weight) => weight >= 0.5).length;
}

function keyOdds(versions: readonly LinkRow[], candidates: number, surest: ReadonlyMap<keyof LinkRow, number>): number {
  const [row] = versions;
  if (row === undefined) return 0;
  const capped = (key: keyof LinkRow, weight: number): number =>
    Math.min(weight, Math.max(LEAST_WEIGHT, surest.get(key) ?? 1));
  let miss = 1;
  for (const keys of KEY_WEIGHTS) {
    const held = keys.find(([key]) => row[key]);
    if (held !== undefined) miss *= 1 - capped(held[0], held[1]);
  }
  const known = KEY_WEIGHTS.flat().filter(([key]) => row[key]);
  const never = (held: 'email_held' | 'phone_held'): boolean => versions.every((version) => version[held] === false);
  if (known.length === 1 && row.by_id && (never('email_held') || never('phone_held')))
    miss = 1 - CONTRADICTED_ID_WEIGHT;
  if (known.length > 0) return (1 - miss) / miss;
  const together = capped('by_vague', VAGUE_ODDS / (1 + VAGUE_ODDS));
  return row.by_vague ? together / (1 - together) / candidates : 0;
}

/** Only a value that some versions held and others did not dates anything. */
function valueSpans(rows: readonly LinkRow[]): readonly ValueSpan[] {
  const versions = [...rows].sort((a, b) => startMs(a) - startMs(b));
  const telling = HELD.filter(
    (held) => versions.some((version) => version[held] === true) && versions.some((version) => version[held] === false),
  );
  if (telling.length === 0) return [{ fromMs: -Infinity, stale: 0 }];
  return versions.map((version, i) => ({
    fromMs: i === 0 ? -Infinity : startMs(version),
    stale: telling.filter((held) => version[held] === false).length,
  }));
}

/** A version without a start held since ever; far enough in the past to compare, which -Infinity minus itself does not. */
const startMs = (row: LinkRow): number =>
  row.valid_from === null ? -Number.MAX_VALUE / 4 : Date.parse(row.valid_from);

/** One customer of the list, as the model counts him: once, however many records name him. */
export interface Position {
  readonly customer: string;
  readonly segment: string;
  readonly weight: number;
  readonly spans: readonly ValueSpan[];
  readonly recordNos: readonly number[];
}

/**
 * The list's distinct customers in order of their id, at most `positionsMax` of them evenly chosen. A customer's strongest record
 * speaks for him.
 */
export function positionsOf(linked: readonly LinkedRecord[]): readonly Position[] {
  const byCustomer = new Map<string, LinkedRecord[]>();
  for (const record of linked) {
    const records = byCustomer.get(record.customer);
    if (records === undefined) byCustomer.set(record.customer, [record]);
    else records.push(record);
  }
  const all = [...byCustomer.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const stride = Math.max(1, all.length / TRACE_MODEL.positionsMax);
  const positions: Position[] = [];
  for (let next = 0; Math.floor(next) < all.length; next += stride) {
    const [customer, records] = all[Math.floor(next)] ?? ['', []];
    const [best] = [...records].sort((a, b) => b.weight - a.weight || a.recordNo - b.recordNo);
    if (best === undefined) continue;
    const { segment, weight, spans } = best;
    positions.push({ customer, segment, weight, spans, recordNos: records.map((record) => record.recordNo) });
  }
  return positions;
}
