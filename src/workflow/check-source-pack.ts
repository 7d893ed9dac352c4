import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Result } from '../core/result.ts';
import { loadSourcePack, type SourcePack } from '../packs/source-pack.ts';
import type { LakeRow } from '../ports/lake.ts';
import type { LoggedQuery, QueryEntry } from '../ports/query-desk.ts';
import type { IngestBooks } from './ingest-log.ts';

const count = z.number().int().min(0);
const expectationSchema = z.strictObject({
  rows: z.strictObject({ read: count, accepted: count, duplicate: count, quarantined: count }),
  reasons: z.array(z.strictObject({ code: z.string(), count })).default([]),
  accesses: z.array(z.record(z.string(), z.unknown())).default([]),
  queries: z.array(z.record(z.string(), z.unknown())).optional(),
});

/** One case of one pack that did not come out as its author expects. */
export interface FailedCase {
  readonly pack: string;
  readonly case: string;
  readonly expected: unknown;
  readonly found: unknown;
}

export interface PackCheck {
  readonly cases: number;
  readonly failed: readonly FailedCase[];
}

interface ReadBack {
  readonly books: IngestBooks;
  readonly accesses: readonly LakeRow[];
  /** What `query.sql` says of the accesses that name nobody, in order of record; empty for a pack without one. */
  readonly queries: readonly LoggedQuery[];
}

/** Reads a sample into an empty lake by the real way in, and gives the books, all access rows and their queries. */
export type ReadSample = (pack: SourcePack, path: string) => Promise<Result<ReadBack>>;

/** An access that names nobody and touches somebody's data, as `query.sql` is given it. */
export function unnamedEntry(row: LakeRow): readonly QueryEntry[] {
  const text = (name: string): string | null => (typeof row[name] === 'string' ? row[name] : null);
  if (row['subject'] !== null || ['login', 'grant', 'other'].includes(text('action') ?? '')) return [];
  const [operation, resource, statement, session] = ['operation', 'resource', 'statement', 'session'].map(text);
  return [
    {
      recordNo: Number(row['record_no']),
      operation: operation ?? null,
      resource: resource ?? null,
      statement: statement ?? null,
      session: session ?? null,
    },
  ];
}

/** Runs every sample of a source pack; a sample without an expectation, or the other way round, is a failure too. */
export async function checkSourcePack(packsFolder: string, id: string, readSample: ReadSample): Promise<PackCheck> {
  const pack = loadSourcePack(packsFolder, id);
  if (!pack.ok)
    return {
      cases: 1,
      failed: [{ pack: id, case: 'source.yml', expected: 'a valid pack', found: pack.error.message }],
    };
  const failed: FailedCase[] = [];
  const cases = casesOf(pack.value);
  if (cases.size === 0) failed.push({ pack: id, case: 'samples', expected: 'at least one sample', found: 'none' });
  for (const [name, { sample, expect }] of cases) {
    if (sample === null || expect === null) {
      failed.push({
        pack: id,
        case: name,
        expected: 'a file in samples/ and one in expect/',
        found: sample === null ? 'no sample' : 'no expectation',
      });
      continue;
    }
    const expectation = expectationSchema.safeParse(JSON.parse(readFileSync(expect, 'utf8')));
    if (!expectation.success) {
      failed.push({
        pack: id,
        case: name,
        expected: 'an expectation as docs/spec/source-pack.md has it',
        found: expectation.error.issues[0]?.message,
      });
      continue;
    }
    const read = await readSample(pack.value, sample);
    if (!read.ok) failed.push({ pack: id, case: name, expected: 'the sample is read', found: read.error.message });
    else
      for (const difference of differences(expectation.data, read.value))
        failed.push({ pack: id, case: name, ...difference });
  }
  return { cases: cases.size, failed };
}

function casesOf({
  folder,
}: SourcePack): ReadonlyMap<string, { readonly sample: string | null; readonly expect: string | null }> {
  const cases = new Map<string, { sample: string | null; expect: string | null }>();
  const note = (part: 'samples' | 'expect', key: 'sample' | 'expect'): void => {
    for (const file of listed(join(folder, part))) {
      const name = file.replace(/\..*$/, '');
      const entry = cases.get(name) ?? { sample: null, expect: null };
      entry[key] = join(folder, part, file);
      cases.set(name, entry);
    }
  };
  note('samples', 'sample');
  note('expect', 'expect');
  return cases;
}

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

type Expectation = z.infer<typeof expectationSchema>;

function* differences(
  expected: Expectation,
  found: ReadBack,
): Generator<{ readonly expected: unknown; readonly found: unknown }> {
  const { rows, reasons } = found.books;
  if (JSON.stringify(rows) !== JSON.stringify(expected.rows)) yield { expected: expected.rows, found: rows };
  const byCode = (list: readonly { readonly code: string; readonly count: number }[]): string =>
    JSON.stringify(list.map(({ code, count: n }) => `${code}=${n}`).sort());
  if (byCode(reasons) !== byCode(expected.reasons)) yield { expected: expected.reasons, found: reasons };
  if (expected.queries !== undefined) {
    const [want, have] = [JSON.stringify(expected.queries), JSON.stringify(found.queries.map(written))];
    if (want !== have) yield { expected: want, found: have };
  }
  if (expected.accesses.length !== found.accesses.length) {
    yield { expected: `${expected.accesses.length} accesses`, found: `${found.accesses.length} accesses` };
    return;
  }
  for (const [i, row] of expected.accesses.entries()) {
    const actual = found.accesses[i] ?? {};
    for (const column of new Set([...Object.keys(row), ...Object.keys(actual)])) {
      const [want, have] = [comparable(column, row[column]), comparable(column, actual[column])];
      // An id that the source does not give is the record's digest, which a person does not write down.
      if (column === 'event_id' && row[column] === undefined && /^"[0-9a-f]{64}"$/.test(have)) continue;
      if (want !== have && !(column === 'record_no' && row[column] === undefined))
        yield { expected: `accesses[${i}].${column} = ${want}`, found: have };
    }
  }
}

/** A query as an expectation writes it: `record_no` first, what the log does not say left out. */
const written = ({ recordNo, ...rest }: LoggedQuery): Readonly<Record<string, unknown>> => ({
  record_no: recordNo,
  ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null)),
});

/** Times by instant, absent and empty as null, numbers whatever their width. */
function comparable(column: string, value: unknown): string {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return 'null';
  if (column === 'time' && typeof value === 'string') return new Date(value).toISOString();
  return JSON.stringify(typeof value === 'bigint' ? Number(value) : value);
}
