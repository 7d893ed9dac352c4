import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, openApp } from '../../src/app.ts';
import { type Instant, parseInstant } from '../../src/core/instant.ts';
import type { LakeSession } from '../../src/ports/lake.ts';
import type { SegmentRow, ShortlistRow, VolumeRow } from '../../src/trace/evidence.ts';
import { readLeakSample } from '../../src/trace/leak-sample.ts';
import type { LinkedRecord } from '../../src/trace/link-sample.ts';
import { ingestLog } from '../../src/workflow/ingest-log.ts';
import { linkRecords } from '../../src/workflow/link-records.ts';
import { logWindow } from '../../src/workflow/log-window.ts';
import { readProbe } from '../../src/workflow/read-probe.ts';
import { takePeople } from '../../src/workflow/take-people.ts';
import { unwrap } from './trace-world.ts';

/** Names as people write them; numbers and addresses of invented people. */
const PEOPLE = [
  ['c-1', 'ada.lovelace@gmail.com', '+44 20 7946 0123', 'Ada Lovelace', '1 Example Street', 'SW1A 1AA', 'GB'],
  ['c-2', 'jose@example.com', '(202) 555-0123', 'José  Núñez, Jr.', '2 Rue de l’Été', '75001', 'FR'],
  ['c-3', 'zoe@example.com', '', 'ZOË Ångström', 'Straße 3', '', 'DE'],
  ['c-4', 'twin@example.com', '020 7946 0456', 'Twin One', 'Same House', '10115', 'DE'],
  ['c-5', 'twin.two@example.com', '020 7946 0456', 'Twin Two', 'Same House', '10115', 'DE'],
] as const;

const FROM = '2026-03-01T12:00:00Z';
const TO = '2026-03-04T00:00:00Z';
const LOG: readonly (readonly [time: string, actor: string, subject: string])[] = [
  ['2026-03-01T11:59:59.999Z', 'e-1', 'c-1'],
  ['2026-03-01T12:00:00Z', 'e-1', 'c-1'],
  ['2026-03-01T23:59:59Z', 'e-1', 'c-2'],
  ['2026-03-02T00:00:00Z', 'ada@work.example.com', 'c-1'],
  ['2026-03-02T09:00:00Z', 'ada@work.example.com', 'ada.lovelace@gmail.com'],
  ['2026-03-03T23:59:59.999Z', 'e-2', 'c-4'],
  ['2026-03-04T00:00:00Z', 'e-2', 'c-1'],
  ['2026-03-03T10:00:00Z', 'e-2', 'nobody we know'],
];

let folder = '';
let app: App;
let lake: LakeSession;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'candour-trace-sql-'));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  app = openApp(join(folder, 'data'), { progress: { step: () => ({ at: () => {}, end: () => {} }) } });
  const lines = LOG.map(([time, actor, subject], i) =>
    JSON.stringify({ time, event_id: `ev-${i}`, actor, action: 'read', subjects: [subject] }),
  );
  const rows = PEOPLE.map((cells) => cells.map((cell) => `"${cell}"`).join(','));
  const customers = `id,email,phone,name,address,postcode,country\n${rows.join('\n')}\n`;
  const workforce = 'actor,name,accounts\ne-1,Ada,ada@work.example.com\ne-2,Bob,\n';
  unwrap(await ingestLog({ source: 'candour', paths: [file('log.ndjson', `${lines.join('\n')}\n`)] }, app.ingest));
  unwrap(await takePeople({ kind: 'customers', paths: [file('customers.csv', customers)] }, app.people));
  unwrap(await takePeople({ kind: 'workforce', paths: [file('workforce.csv', workforce)] }, app.people));
  lake = unwrap(await app.lake.open());
  await lake.keep('place', 'trace-place');
});
afterAll(async () => {
  await lake.close();
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const instant = (text: string): Instant => {
  const parsed = parseInstant(text);
  if (parsed === null) throw new Error(`${text} is no instant`);
  return parsed;
};
const window = { from: instant(FROM), to: instant(TO) };
const seen = (samples: { readonly controls_of: number | null; readonly volumes_of: number | null }): Promise<void> =>
  lake.keep('seen', 'trace-seen', { ...logWindow(window), ...samples });

describe('trace-link', () => {
  const linked = async (leak: string): Promise<readonly LinkedRecord[]> =>
    (await linkRecords(lake, unwrap(readLeakSample(leak)), PEOPLE.length)).linked;
  const link = async (leak: string) => (await linked(leak)).map(({ customer, weight }) => [customer, weight]);

  test.each([
    ['its id', 'id\nc-2', 'c-2', 0.99],
    ['its e-mail, capitals and all', 'ZOE@Example.com', 'c-3', 0.98],
    ['the same mailbox in other dots and tags', 'a.dalovelace+shop@googlemail.com', 'c-1', 0.95],
    ['its telephone number', '+44 20 7946 0123', 'c-1', 0.9],
    ['the last nine digits', '0049 0207 946 0123', 'c-1', 0.8],
    ['its name and address, accents and signs aside', 'name,address\n"jose nunez jr","2 rue de l’ete"', 'c-2', 0.9],
    ['the same, capitals of another alphabet', 'name,address\nzoe ÅNGSTRÖM,STRAßE 3', 'c-3', 0.9],
    ['its name and postcode', 'name,postcode\nADA LOVELACE,sw1a1aa', 'c-1', 0.7],
  ])('a record links by %s', async (_by, leak, customer, weight) => {
    const records = await link(leak);
    expect(records).toHaveLength(1);
    expect(records[0]?.[0]).toBe(customer);
    expect(records[0]?.[1]).toBeCloseTo(weight, 9);
  });

  const hashed = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex');
  test.each([
    ['MD5 of the address in lower case', hashed('md5', 'zoe@example.com'), 'c-3'],
    ['SHA-1 in capitals', hashed('sha1', 'ZOE@EXAMPLE.COM').toUpperCase(), 'c-3'],
    ['SHA-256 with the line end hashed too', hashed('sha256', 'zoe@example.com\n'), 'c-3'],
    ['SHA-512', hashed('sha512', 'zoe@example.com'), 'c-3'],
    ['SHA-256 of the canonical mailbox', hashed('sha256', 'adalovelace@gmail.com'), 'c-1'],
    ['SHA-256 of the telephone number without its plus', hashed('sha256', '442079460123'), 'c-1'],
  ])('a record links by a digest: %s', async (_by, digest, customer) => {
    const [record, ...more] = await link(`email\n${digest}`);
    expect(record?.[0]).toBe(customer);
    expect(record?.[1]).toBeCloseTo(0.95, 9);
    expect(more).toEqual([]);
  });

  test.each([
    ['a masked address', 'z***@example.com', ['c-3']],
    ['a masked address that two fit', 't***@example.com', ['c-4', 'c-5']],
    ['a masked number', 'phone\n+44 ** **** 0123', ['c-1']],
    ['a masked name', 'name\nTw** O**', ['c-4']],
    ['a whole name and a masked address', 'name,email\n"Two, Twin",t*@example.com', ['c-5']],
    ['a name alone, in another order', 'name\n"lovelace, ADA"', ['c-1']],
    ['an address alone, of the household', 'address\nsame house', ['c-4', 'c-5']],
    ['nobody', 'q***@example.com', []],
    ['a pattern whose signs are not wild', 'z_%***@example.com', []],
  ])('what is shown of a record is looked for: %s', async (_by, leak, customers) => {
    const found = await linked(leak);
    expect(found.map(({ customer }) => customer)).toEqual(customers);
    for (const { weight } of found) expect(weight).toBeLessThanOrEqual(2 / 3 / customers.length + 1e-9);
  });

  test('a number that two share is of neither for sure; with a name it is of one', async () => {
    const shared = await link('phone,country\n020 7946 0456,DE');
    expect(shared.map(([customer]) => customer)).toEqual(['c-4', 'c-5']);
    for (const [, weight] of shared) expect(weight).toBeLessThan(0.5);
    const [twin] = await link('phone,country,name,address\n020 7946 0456,DE,Twin Two,Same House');
    expect(twin?.[0]).toBe('c-5');
    expect(twin?.[1]).toBeGreaterThan(0.9);
  });

  test('a row number is no customer id', async () => {
    const [row] = await link('id,email\nc-1,jose@example.com');
    expect(row?.[0]).toBe('c-2');
    expect(row?.[1]).toBeGreaterThan(0.95);
    expect((await link('id,email\nc-1,stranger@example.com'))[0]?.[1]).toBeCloseTo(0.3, 9);
  });
});

describe('trace-seen', () => {
  const rowsOf = (samples: { readonly controls_of: number | null; readonly volumes_of: number | null }) =>
    lake.rows<{ readonly customer_no: number; readonly actor: string; readonly event_day: number }>('trace-seen', {
      ...logWindow(window),
      ...samples,
    });
  const customersOf = async (samples: Parameters<typeof rowsOf>[0]) =>
    [...new Set((await rowsOf(samples)).map((row) => row.customer_no))].sort((a, b) => a - b);

  test('accesses from the one instant to before the other, whichever spelling of the customer the log has', async () => {
    await lake.load('probe', [{ probe_no: 0, customer: 'c-1', leaked: true }]);
    const rows = await rowsOf({ controls_of: null, volumes_of: null });
    expect(rows.map(({ customer_no, actor, event_day }) => `${customer_no} ${actor} ${event_day}`).sort()).toEqual([
      '1 e-1 20260301',
      '1 e-1 20260302',
      '1 e-1 20260302',
    ]);
  });

  test('a window within one day has what lies in it', async () => {
    await lake.load('probe', [{ probe_no: 0, customer: 'c-1', leaked: true }]);
    const within = { from: instant('2026-03-02T00:00:01Z'), to: instant('2026-03-02T09:00:01Z') };
    expect(await lake.rows('trace-seen', { ...logWindow(within), controls_of: null, volumes_of: null })).toEqual([
      { customer_no: 1, actor: 'e-1', event_day: 20260302 },
    ]);
  });

  test('of the samples one is of the listed segments, the other of all', async () => {
    await lake.load('probe', [{ probe_no: 0, customer: 'c-5', leaked: true }]);
    expect(await customersOf({ controls_of: 1, volumes_of: null })).toEqual([4]);
    expect(await customersOf({ controls_of: null, volumes_of: 1 })).toEqual([1, 2, 4]);
    expect(await customersOf({ controls_of: null, volumes_of: 2 })).toEqual([2, 4]);
    expect(await customersOf({ controls_of: 1_000_000, volumes_of: 1_000_000 })).toEqual([]);
  });
});

describe('the extent of the log', () => {
  test('is known by its days, and the accesses of the first and the last of them', async () => {
    const [extent] = await lake.rows('trace-extent');
    expect(extent).toEqual({ first_day: 20260301, last_day: 20260304, accesses: 8n });
    expect(await lake.rows('trace-edge', { first_day: 20260301, last_day: 20260304 })).toEqual([
      { first_access: '2026-03-01T11:59:59.999Z', last_access: '2026-03-04T00:00:00.000Z' },
    ]);
  });
});

describe('trace-probe', () => {
  test('counts views of leaked customers by UTC day of the scope, of a person under all accounts', async () => {
    await lake.load('probe', [
      { probe_no: 0, customer: 'c-1', leaked: true },
      { probe_no: 1, customer: 'c-4', leaked: false },
    ]);
    await seen({ controls_of: null, volumes_of: null });
    expect([...(await readProbe(lake, window.from))]).toEqual([
      { probe_no: 0, actor: 'e-1', day: 0, views: 1 },
      { probe_no: 0, actor: 'e-1', day: 1, views: 2 },
      { probe_no: 1, actor: 'e-2', day: 0, views: 1 },
    ]);
  });
});

describe('volumes', () => {
  test('customers of each segment by actor; who is no customer counts nowhere', async () => {
    await lake.load('probe', []);
    await seen({ controls_of: null, volumes_of: 1 });
    expect(await lake.rows<VolumeRow>('trace-volume', { one_in: 1 })).toEqual([
      { actor: 'e-1', segment: 'FR', customers: 1n },
      { actor: 'e-1', segment: 'GB', customers: 1n },
      { actor: 'e-2', segment: 'DE', customers: 1n },
    ]);
  });

  test('the shortlist has views by day, and each customer opened once, on the first day', async () => {
    await lake.load('shortlist', [{ actor: 'e-1' }]);
    expect(await lake.rows<ShortlistRow>('trace-shortlist', logWindow(window))).toEqual([
      { actor: 'e-1', segment: 'FR', day: 0, views: 1n, opened: 1n },
      { actor: 'e-1', segment: 'GB', day: 0, views: 1n, opened: 1n },
      { actor: 'e-1', segment: 'GB', day: 1, views: 2n, opened: 0n },
    ]);
  });

  test('segments have every customer on file', async () => {
    expect(await lake.rows<SegmentRow>('trace-segment')).toEqual([
      { segment: 'DE', customers: 3n },
      { segment: 'FR', customers: 1n },
      { segment: 'GB', customers: 1n },
    ]);
  });
});

describe('trace-control', () => {
  const controls = async (leaked: readonly string[], perStratum: number) => {
    await lake.load(
      'probe',
      leaked.map((customer, probe_no) => ({ probe_no, customer, leaked: true })),
    );
    await seen({ controls_of: 1, volumes_of: null });
    return lake.rows('trace-control', { per_leaked: 1, per_stratum: perStratum, one_in: 1 });
  };

  test('customers of the listed segments, never the listed ones', async () => {
    expect((await controls(['c-4'], 10)).map((row) => [row['customer'], row['segment'], row['stratum_share']])).toEqual(
      [
        ['c-3', 'DE', 1],
        ['c-5', 'DE', 1],
      ],
    );
  });

  test('where fewer are asked than there are, each stands for its part of the stratum', async () => {
    const some = await controls(['c-4'], 1);
    expect(some).toHaveLength(1);
    expect(some[0]?.['stratum_share']).toBe(2);
    expect(await controls(['c-4'], 1)).toEqual(some);
  });

  test('none where the whole segment is listed', async () => {
    expect(await controls(['c-1'], 10)).toEqual([]);
  });
});
