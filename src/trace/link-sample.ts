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

/**
 * Probability that two records agreeing on the key are of one person; a mis-link only costs power, it acts like an outside record. Keys
 * of one row agree together (the same address is also the same mailbox): only the first that agrees counts.
 */
const KEY_WEIGHTS = [
  [['by_id', 0.99]],
  [
    ['by_email', 0.98],
    ['by_canonical', 0.95],
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

/**
 * Chooses for every leaked record the customer it most likely is, with the probability that it is: the record is of one of the candidates
 * or of none, by the odds of their keys (Fellegi and Sunter 1969). Records of which no candidate reaches one half are left unlinked.
 */
export function linkSample(rows: readonly LinkRow[]): readonly LinkedRecord[] {
  const byRecord = new Map<number, Map<string, LinkRow[]>>();
  for (const row of rows) {
    const candidates = byRecord.get(row.record_no) ?? new Map<string, LinkRow[]>();
    byRecord.set(row.record_no, candidates);
    const versions = candidates.get(row.customer);
    if (versions === undefined) candidates.set(row.customer, [row]);
    else versions.push(row);
  }
  const linked: LinkedRecord[] = [];
  for (const [recordNo, candidates] of byRecord) {
    let total = 1;
    let best: { readonly versions: readonly LinkRow[]; readonly odds: number } | null = null;
    for (const versions of candidates.values()) {
      const weight = keyWeight(versions);
      const odds = weight / (1 - weight);
      total += odds;
      if (best === null || odds > best.odds) best = { versions, odds };
    }
    const [version] = best?.versions ?? [];
    if (best === null || version === undefined) continue;
    const weight = best.odds / total;
    if (weight < 0.5) continue;
    const { customer, segment } = version;
    linked.push({ recordNo, customer, segment, weight, spans: valueSpans(best.versions) });
  }
  return linked;
}

function keyWeight(versions: readonly LinkRow[]): number {
  const [row] = versions;
  if (row === undefined) return 0;
  let miss = 1;
  for (const keys of KEY_WEIGHTS) miss *= 1 - (keys.find(([key]) => row[key])?.[1] ?? 0);
  const idOnly = row.by_id && KEY_WEIGHTS.flat().every(([key]) => key === 'by_id' || !row[key]);
  const never = (held: 'email_held' | 'phone_held'): boolean => versions.every((version) => version[held] === false);
  return idOnly && (never('email_held') || never('phone_held')) ? CONTRADICTED_ID_WEIGHT : 1 - miss;
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
