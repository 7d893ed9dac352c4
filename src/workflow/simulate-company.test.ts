import { Buffer } from 'node:buffer';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { z } from 'zod';
import { sha256Hex } from '../core/hash.ts';
import { ok } from '../core/result.ts';
import { companySchema } from '../model/company.ts';
import { FIELDS } from '../model/field.ts';
import type { SimulationOutlet } from '../ports/simulation-outlet.ts';
import { eventsOf, type LoggedEvent, rowsOf, tieIndex } from '../testing/company/read-company.ts';
import type { Truth } from '../testing/company/truth.ts';
import { simulateCompany, type simulateInput } from './simulate-company.ts';

type Row = Readonly<Record<string, string>>;

interface Company {
  readonly truth: Truth;
  readonly texts: ReadonlyMap<string, string>;
  readonly events: readonly LoggedEvent[];
  readonly customers: readonly Row[];
  readonly workforce: readonly Row[];
  readonly ties: readonly Row[];
  readonly leak: readonly Row[];
}

/** A company big enough to have every kind of actor and small enough to read whole. */
const TINY = { actors: 40, customers: 1_500, days: 70, accesses: 25_000, records: 150 } as const;

async function run(
  knobs: z.input<typeof simulateInput>,
): Promise<{ readonly truth: Truth; readonly texts: ReadonlyMap<string, string> }> {
  const parts = new Map<string, Buffer[]>();
  const put = (name: string, bytes: Uint8Array): void => {
    parts.set(name, [...(parts.get(name) ?? []), Buffer.from(bytes)]);
  };
  const outlet: SimulationOutlet = {
    file: (name) => ({ write: (bytes) => put(name, bytes), close: () => {} }),
    async log(lines) {
      for await (const chunk of lines) put('access.ndjson', chunk);
      return ok(null);
    },
    people: async () => ok(null),
  };
  const done = await simulateCompany(knobs, { outlet, progress: { step: () => ({ at: () => {}, end: () => {} }) } });
  if (!done.ok) throw new Error(done.error.message);
  return {
    truth: done.value,
    texts: new Map([...parts].map(([name, chunks]) => [name, Buffer.concat(chunks).toString()])),
  };
}

async function company(knobs: z.input<typeof simulateInput>): Promise<Company> {
  const { truth, texts } = await run(knobs);
  const rows = (name: string): readonly Row[] => rowsOf(texts.get(name) ?? '');
  return {
    truth,
    texts,
    events: eventsOf(texts.get('access.ndjson') ?? ''),
    customers: rows('customers.csv'),
    workforce: rows('workforce.csv'),
    ties: rows('ties.csv'),
    leak: rows('leak.csv'),
  };
}

/** Account or actor id → row of the workforce. */
const principals = ({ workforce }: Company): ReadonlyMap<string, Row> =>
  new Map(workforce.flatMap((row) => (row['accounts'] ?? '').split(';').map((account) => [account, row] as const)));

const openedInWindow = (of: Company): readonly string[] => {
  const by = principals(of);
  const [from, to] = of.truth.window;
  const theirs = of.events.filter(
    ({ actor, time }) => of.truth.culprits.includes(by.get(actor)?.['actor'] ?? '') && time >= from && time < to,
  );
  return [...new Set(theirs.flatMap(({ subjects }) => subjects))].sort();
};

test('the same seed gives the same bytes, another seed others', async () => {
  const hashes = async (seed: number): Promise<Record<string, string>> =>
    Object.fromEntries([...(await run({ seed })).texts].map(([name, text]) => [name, sha256Hex(text)]));
  const first = await hashes(1);
  expect(Object.keys(first).sort()).toEqual([
    'access.ndjson',
    'company.yml',
    'customers.csv',
    'leak.csv',
    'ties.csv',
    'truth.json',
    'workforce.csv',
  ]);
  expect(await hashes(1)).toEqual(first);
  const other = await hashes(2);
  for (const name of ['access.ndjson', 'customers.csv', 'leak.csv', 'ties.csv'])
    expect(other[name]).not.toBe(first[name]);
});

describe('a small company', () => {
  let it: Company;
  beforeAll(async () => {
    it = await company({ ...TINY, seed: 5, noise: 0.1 });
  });

  test('keeps its books: lines, accesses and ties are as many as the truth says, near what was asked', () => {
    expect(it.events.length).toBe(it.truth.lines);
    expect(it.events.reduce((sum, { subjects }) => sum + subjects.length, 0)).toBe(it.truth.accesses);
    expect(it.ties.length).toBe(it.truth.ties);
    expect(Math.abs(it.truth.accesses / (TINY.accesses + TINY.records) - 1)).toBeLessThan(0.05);
    expect(JSON.parse(it.texts.get('truth.json') ?? '')).toEqual(it.truth);
  });

  test('logs in order of time, each event with an id of its own, words of the vocabulary and customers that exist', () => {
    const times = it.events.map(({ time }) => time);
    expect([...times].sort()).toEqual(times);
    expect(new Set(it.events.map(({ event_id: id }) => id)).size).toBe(it.events.length);
    const ids = new Set(it.customers.map((row) => row['id']));
    for (const { subjects, fields } of it.events) {
      expect(subjects.every((subject) => ids.has(subject))).toBe(true);
      expect(fields.every((field) => (FIELDS as readonly string[]).includes(field))).toBe(true);
    }
  });

  test('is explained by its ties: over nine in ten of what people open, and never what batches read', () => {
    const covers = tieIndex(it.ties);
    const by = principals(it);
    let people = 0;
    let explained = 0;
    for (const { actor, subjects, time } of it.events) {
      const worker = by.get(actor);
      if (it.truth.culprits.includes(worker?.['actor'] ?? '')) continue;
      for (const subject of subjects) {
        const covered = covers(worker?.['actor'] ?? '', subject, time) || covers(worker?.['team'] ?? '', subject, time);
        if (worker?.['role'] === 'service-account') expect(covered).toBe(false);
        else {
          people += 1;
          explained += covered ? 1 : 0;
        }
      }
    }
    expect(explained / people).toBeGreaterThan(0.92);
    expect(explained / people).toBeLessThan(0.985);
  });

  test('names in a reason only a tie that covers the access', () => {
    const byId = new Map(it.ties.map((tie) => [tie['id'], tie]));
    const reasons = it.events.filter(({ reason }) => reason !== undefined);
    expect(reasons.length).toBeGreaterThan(1_000);
    for (const { reason = '', subjects, time } of reasons) {
      const tie = byId.get(reason.split(':')[1] ?? '');
      expect([tie?.['kind'], tie?.['subject']]).toEqual([reason.split(':')[0], subjects[0]]);
      expect((tie?.['from'] ?? '9') <= time && time < (tie?.['to'] || '9')).toBe(true);
    }
  });

  test('lets nobody work before they came or after they left, and some leave within the log', () => {
    const by = principals(it);
    for (const { actor, time } of it.events) {
      const worker = by.get(actor);
      expect(time >= (worker?.['employed_from'] ?? '9') && time < (worker?.['employed_to'] || '9')).toBe(true);
    }
    expect(it.workforce.some((row) => row['employed_to'] !== '')).toBe(true);
  });

  test('has customers of every controller of company.yml and none of another', () => {
    const declared = companySchema.parse(parse(it.texts.get('company.yml') ?? '')).controllers.map(({ id }) => id);
    expect(new Set(it.customers.map((row) => row['controller']))).toEqual(new Set(declared));
  });

  test('invents everybody: reserved mail domains and documentation networks only', () => {
    for (const { email = '' } of it.customers)
      expect(email).toMatch(/^[a-z]+\.[a-z]+\.[0-9a-z]+@[a-z]+\.example\.(com|org|net)$/);
    for (const { ip } of it.events) expect(ip).toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/);
    expect(new Set(it.customers.filter((row) => row['valid_to'] === '').map((row) => row['email'])).size).toBe(
      TINY.customers,
    );
  });

  test('keeps versions of records end to end', () => {
    const versions = new Map<string, Row[]>();
    for (const row of it.customers) versions.set(row['id'] ?? '', [...(versions.get(row['id'] ?? '') ?? []), row]);
    const changed = [...versions.values()].filter((rows) => rows.length > 1);
    expect(changed.length).toBeGreaterThan(50);
    for (const rows of versions.values()) {
      expect(rows.at(-1)?.['valid_to']).toBe('');
      for (const [i, row] of rows.slice(1).entries()) expect(row['valid_from']).toBe(rows[i]?.['valid_to']);
    }
  });

  test('has affected exactly whom its culprit opened in the window', () => {
    expect(it.truth.culprits.length).toBe(1);
    expect(openedInWindow(it)).toEqual(it.truth.affected);
    expect(it.truth.affected.length).toBeGreaterThanOrEqual(TINY.records);
  });

  test('has a list whose parts add up, half of the affected and one row in ten a stranger', () => {
    const { records, taken, mixed, outside, sample, affected } = it.truth;
    expect(it.leak.length).toBe(records);
    expect(taken + mixed + outside).toBe(records);
    expect(sample.filter((id) => id === null).length).toBe(outside);
    expect(taken).toBe(Math.round(affected.length / 2));
    expect(outside).toBe(Math.round((taken / 0.9) * 0.1));
  });

  test('has strangers on the list whom no version of any customer resembles', () => {
    const emails = new Set(it.customers.map((row) => row['email']));
    const places = new Set(it.customers.map((row) => `${row['address']} ${row['postcode']}`));
    const strangers = it.leak.filter((_, i) => it.truth.sample[i] === null);
    expect(strangers.length).toBeGreaterThan(0);
    for (const row of strangers) {
      expect(emails.has((row['email'] ?? '').trim().toLowerCase())).toBe(false);
      expect(places.has(`${row['address']} ${row['postcode']}`)).toBe(false);
    }
  });

  test('has on the list the values of the day of the taking, as many changed since and damaged as the truth says', () => {
    const shown = ['name', 'email', 'address', 'postcode', 'city', 'country'];
    let stale = 0;
    let damaged = 0;
    for (const [i, row] of it.leak.entries()) {
      const id = it.truth.sample[i];
      if (id === null) continue;
      const versions = it.customers.filter((version) => version['id'] === id);
      const match = versions.find((version) => shown.every((column) => version[column] === row[column]));
      if (match === undefined) damaged += 1;
      else if (match['valid_to'] !== '') {
        stale += 1;
        expect((match['valid_to'] ?? '') > it.truth.window[0]).toBe(true);
      }
    }
    expect(stale).toBeGreaterThan(0);
    expect(stale).toBeLessThanOrEqual(it.truth.stale);
    expect(damaged).toBeGreaterThan(0);
    expect(damaged).toBeLessThanOrEqual(it.truth.noisy);
    expect(it.truth.stale - stale).toBeLessThanOrEqual(damaged);
  });
});

test('a leak leaves the day of everybody else as it was', async () => {
  const leaky = await company({ ...TINY, seed: 5 });
  const honest = await company({ ...TINY, seed: 5, culprits: 0 });
  const without = (of: Company): readonly string[] =>
    of.events
      .filter(({ actor }) => principals(of).get(actor)?.['actor'] !== leaky.truth.culprits[0])
      .map(({ time, actor, subjects }) => `${time} ${actor} ${subjects.join()}`);
  expect(without(leaky)).toEqual(without(honest));
  expect(leaky.events.length - honest.events.length).toBe(TINY.records);
});

test('a ghost is in no line of the log, and yet the list exists', async () => {
  const it = await company({ ...TINY, seed: 5, ghost: true });
  const by = principals(it);
  expect(it.truth.culprits.length).toBe(1);
  expect(it.events.some(({ actor }) => by.get(actor)?.['actor'] === it.truth.culprits[0])).toBe(false);
  expect(it.truth.taken).toBeGreaterThan(50);
  expect(it.events.length).toBe(it.truth.lines);
});

test('without a culprit nobody is affected, and the list comes from elsewhere', async () => {
  const { truth } = await run({ ...TINY, seed: 5, culprits: 0, elsewhere: 0.4 });
  expect([truth.culprits, truth.affected, truth.taken, truth.records, truth.outside]).toEqual([[], [], 0, 75, 30]);
});

test('a bulk leak is a few exports in one evening, after the shift, by the second principal', async () => {
  const it = await company({ ...TINY, seed: 5, pace: 'bulk' });
  const exports = it.events.filter(({ resource }) => resource === 'reports/customers');
  expect(exports.map(({ subjects }) => subjects.length)).toEqual([100, 50]);
  expect(principals(it).get(exports[0]?.actor ?? '')?.['actor']).toBe(it.truth.culprits[0]);
  const [from, to] = it.truth.window;
  expect(Date.parse(to) - Date.parse(from)).toBe(86_400_000);
  expect(openedInWindow(it)).toEqual(it.truth.affected);
});

test('several culprits each have their part, within the window', async () => {
  const it = await company({ ...TINY, seed: 5, culprits: 3, reach: 'own', windowDays: 30 });
  const leakLines = it.events.filter(({ fields }) => fields.join() === 'name,email,postal-address');
  expect(new Set(leakLines.map(({ actor }) => actor))).toEqual(new Set(it.truth.culprits));
  expect(it.truth.culprits.length).toBe(3);
  expect(openedInWindow(it)).toEqual(it.truth.affected);
});

test('a leaver takes the data in the last days of employment', async () => {
  const it = await company({ ...TINY, seed: 5, seniority: 'leaver' });
  expect(principals(it).get(it.truth.culprits[0] ?? '')?.['employed_to']).toBe(it.truth.window[1]);
});

test('an explicit actor is the culprit, even a service account', async () => {
  const it = await company({ ...TINY, seed: 5, culprit: ['svc-billing'] });
  expect(it.truth.culprits).toEqual(['svc-billing']);
  expect(openedInWindow(it)).toEqual(it.truth.affected);
});

test('knobs that no actor fits are refused', async () => {
  const outlet: SimulationOutlet = {
    file: () => ({ write: () => {}, close: () => {} }),
    log: async () => ok(null),
    people: async () => ok(null),
  };
  const done = await simulateCompany(
    { ...TINY, team: 'no-such-team' },
    { outlet, progress: { step: () => ({ at: () => {}, end: () => {} }) } },
  );
  expect(done.ok ? null : done.error.code).toBe('COMPANY_NO_CULPRIT');
});
