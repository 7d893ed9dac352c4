import { pick, type Random, randomBelow } from '../../core/random.ts';
import { STREAM, shuffle, streamOf } from './chance.ts';
import { popular } from './customer-base.ts';
import {
  type Changing,
  type CustomerRecord,
  naturalChange,
  type People,
  type RecordChange,
  recordOf,
} from './customer-record.ts';
import { LISTED } from './knob.ts';
import { type CompanyPlan, peopleOf } from './plan.ts';
import type { Haul } from './simulation.ts';

/** One row of the list found outside, and what is true of it. */
export interface LeakedRow {
  readonly cells: readonly string[];
  /** The customer it shows; null: no customer of this company. */
  readonly customer: number | null;
  /** Where it comes from: the culprits, another source, or another company altogether. */
  readonly origin: 'taken' | 'mixed' | 'elsewhere';
  /** A value in it has changed since. */
  readonly stale: boolean;
  /** A value in it was damaged. */
  readonly noisy: boolean;
}

export interface LeakSample {
  readonly columns: readonly string[];
  readonly rows: readonly LeakedRow[];
  /** Changes of records that the sample decided, in place of chance's: null, none. */
  readonly changes: ReadonlyMap<number, RecordChange | null>;
}

/** A taken record may change an hour later at the soonest. */
const SETTLED_MS = 3_600_000;

type ListedColumn = 'id' | 'name' | 'email' | 'phone' | 'address' | 'postcode' | 'city' | 'country';

/**
 * The list as a buyer would have it: a share of the haul with the values of the day it was taken, customers from another
 * source, strangers, noise, in no order.
 */
export function leakSample(plan: CompanyPlan, haul: Haul): LeakSample {
  const { knobs } = plan;
  const random = streamOf(knobs.seed, STREAM.sample);
  const people = peopleOf(plan);
  const columns = knobs.fields.flatMap((field) => (LISTED[field] ?? []) as readonly ListedColumn[]);
  const changing = (['email', 'phone', 'address'] as const).filter((column) => columns.includes(column));
  const changes = new Map<number, RecordChange | null>();
  const rows: LeakedRow[] = [];
  const row = (record: CustomerRecord, about: Pick<LeakedRow, 'customer' | 'origin' | 'stale'>): void => {
    const noisy = random() < knobs.noise;
    const cells = columns.map((column) => record[column]);
    rows.push({ ...about, noisy, cells: noisy ? damaged(cells, columns, random) : cells });
  };
  const sizes = sampleSizes(plan, haul);
  for (const customer of some(
    random,
    [...haul.openedAt.keys()].sort((a, b) => a - b),
    sizes.taken,
  )) {
    const openedAt = haul.openedAt.get(customer) ?? plan.from;
    const stale = changing.length > 0 && random() < knobs.stale && openedAt + SETTLED_MS < people.to;
    const change = stale ? laterChange(people, openedAt, changing, random) : earlierChange(people, customer, openedAt);
    changes.set(customer, change);
    row(recordOf(people, customer, stale ? null : (change?.what ?? null)), { customer, origin: 'taken', stale });
  }
  for (const customer of otherCustomers(plan, haul, sizes.mixed, random)) {
    row(recordOf(people, customer, naturalChange(people, customer)?.what ?? null), {
      customer,
      origin: 'mixed',
      stale: false,
    });
  }
  for (let i = 0; i < sizes.elsewhere; i += 1) {
    row(recordOf(people, plan.base.count + i, null), { customer: null, origin: 'elsewhere', stale: false });
  }
  const order = shuffle(
    random,
    rows.map((_, i) => i),
  );
  return { columns, rows: order.flatMap((i) => rows[i] ?? []), changes };
}

/** Shares of the list are shares of its whole length, which the taken part decides; with no culprit, `records` does. */
function sampleSizes(
  { knobs }: CompanyPlan,
  haul: Haul,
): { readonly taken: number; readonly mixed: number; readonly elsewhere: number } {
  const taken = Math.round(haul.openedAt.size * knobs.share);
  if (taken === 0) {
    const all = Math.max(1, Math.round(knobs.records * knobs.share));
    const elsewhere = Math.round(all * knobs.elsewhere);
    return { taken, mixed: all - elsewhere, elsewhere };
  }
  const all = taken / (1 - knobs.elsewhere - knobs.mixed);
  return { taken, mixed: Math.round(all * knobs.mixed), elsewhere: Math.round(all * knobs.elsewhere) };
}

const laterChange = (
  people: People,
  openedAt: number,
  changing: readonly Changing[],
  random: Random,
): RecordChange => ({
  at: openedAt + SETTLED_MS + randomBelow(random, people.to - openedAt - SETTLED_MS),
  what: pick(random, changing),
});

/** Chance's change if it came before the taking; else none, so that exactly the stale rows are stale. */
function earlierChange(people: People, customer: number, openedAt: number): RecordChange | null {
  const change = naturalChange(people, customer);
  return change !== null && change.at <= openedAt ? change : null;
}

/** Tracing brief, section 3.7: another source's list is spread evenly, or over popular customers, or over one region. */
function otherCustomers(plan: CompanyPlan, haul: Haul, wanted: number, random: Random): readonly number[] {
  const { base } = plan;
  const found = new Set<number>();
  const region = pick(
    random,
    base.inPlace.filter((list) => list.length > 0),
  );
  const site = pick(
    random,
    base.inSite.filter((list) => list.length > 0),
  );
  for (let i = 0; found.size < wanted && i < 20 * wanted; i += 1) {
    const customer =
      i % 3 === 0
        ? randomBelow(random, base.count)
        : i % 3 === 1
          ? popular(random, site, plan.knobs.popularity)
          : (region[randomBelow(random, region.length)] ?? 0);
    if (!haul.openedAt.has(customer)) found.add(customer);
  }
  return [...found];
}

const some = (random: Random, all: readonly number[], count: number): readonly number[] =>
  shuffle(random, [...all]).slice(0, count);

/** One cell as it comes out of a careless hand: capitals, blanks, a lost letter, bare digits, name turned round, nothing. */
function damaged(cells: readonly string[], columns: readonly ListedColumn[], random: Random): readonly string[] {
  const at = randomBelow(random, cells.length);
  return cells.map((cell, i) => (i === at ? damagedCell(cell, columns[i] ?? 'id', random) : cell));
}

function damagedCell(cell: string, column: ListedColumn, random: Random): string {
  const kind = randomBelow(random, 4);
  if (kind === 0) return '';
  if (kind === 1) return ` ${cell.toUpperCase()} `;
  if (column === 'phone') return cell.replaceAll(/\D/g, '');
  if (column === 'name') return cell.split(' ').reverse().join(', ');
  const lost = randomBelow(random, cell.length);
  return cell.slice(0, lost) + cell.slice(lost + 1);
}
