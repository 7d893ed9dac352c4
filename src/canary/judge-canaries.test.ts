import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { instantFromMs } from '../core/instant.ts';
import { seededRandom } from '../core/random.ts';
import type { Canary, Codebook } from '../model/canary.ts';
import { ATTACKS } from '../testing/collusion.ts';
import { codeLength } from './code-length.ts';
import { judgeCanaries } from './judge-canaries.ts';
import { drawBiases, shownTo } from './shown-to.ts';

const hex = (n: number): string => createHash('sha256').update(String(n)).digest('hex');
const units = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `e-${at}`);
const NOBODY = { name: null, address: null, postcode: null, city: null, country: null, region: null, language: null };
const canary = (at: number, addresses: number): Canary => ({
  id: `canary-${at}`,
  kind: 'tracing',
  emails: Array.from({ length: addresses }, (_, side) => `c${at}.${side}@post.example.com`),
  ...NOBODY,
  controller: null,
  tenant: null,
});
const common = {
  codebook: 'codebook-1',
  by: 'actor' as const,
  shown: { from: instantFromMs(Date.UTC(2026, 0)), to: instantFromMs(Date.UTC(2026, 3)) },
};

function shared(seed: number, count: number, pool: number, perUnit: number): Codebook {
  return {
    ...common,
    key: hex(seed),
    design: { kind: 'shared', perUnit, most: pool, discarded: 0 },
    units: units(count),
    canaries: Array.from({ length: pool }, (_, at) => canary(at, 1)),
  };
}

function paired(seed: number, count: number, coalition: number): Codebook {
  const length = codeLength(coalition, count);
  const biases = drawBiases(Buffer.from(hex(seed), 'hex'), 'codebook-1', length, coalition);
  return {
    ...common,
    key: hex(seed),
    design: { kind: 'paired', coalition, biases },
    units: units(count),
    canaries: Array.from({ length }, (_, at) => canary(at, 2)),
  };
}

/** What culprits pass on: each address that they were shown, with a probability. */
function passedOn(book: Codebook, culprits: readonly string[], share: number, seed: number): ReadonlySet<string> {
  const random = seededRandom(seed);
  return new Set(
    culprits.flatMap((one) => shownTo(book, one).flatMap(({ email }) => (random() < share ? [email] : []))),
  );
}

describe('shared canaries', () => {
  test('three colluders who pass on 30 % of what they see are all named, and nobody else, at the pool sizes of the brief', () => {
    for (let seed = 1; seed <= 2; seed += 1) {
      const book = shared(seed, 2000, 6000, 60);
      const verdict = judgeCanaries(book, passedOn(book, ['e-3', 'e-77', 'e-1500'], 0.3, seed), 0.001, null);
      expect(verdict.named.map(({ unit }) => unit).sort()).toEqual(['e-1500', 'e-3', 'e-77']);
    }
  });

  test('one canary names nobody, however rare it is; with a trace of the ordinary records it does', () => {
    const book = shared(1, 50, 2_000, 2);
    const [one] = shownTo(book, 'e-7');
    const found = new Set([one?.email ?? '']);
    const alone = judgeCanaries(book, found, 0.05, null);
    expect(alone).toMatchObject({ found: 1, named: [] });
    expect(alone.moreNeeded).toBeGreaterThanOrEqual(2);
    const traced = judgeCanaries(book, found, 0.05, new Map([['e-7', 5_000]]));
    expect(traced.named).toMatchObject([{ unit: 'e-7', canaries: 1, basis: 'canary-and-trace' }]);
  });

  test('a trace names nobody whom no canary points to', () => {
    const book = shared(1, 50, 2_000, 2);
    const found = new Set(shownTo(book, 'e-7').map(({ email }) => email));
    const other = book.units.find((unit) => !shownTo(book, unit).some(({ email }) => found.has(email))) ?? '';
    expect(judgeCanaries(book, found, 0.05, new Map([[other, 1e12]])).named.map(({ unit }) => unit)).not.toContain(
      other,
    );
  });

  test('below the threshold there is no name, but how many more would do', () => {
    const book = shared(1, 2000, 600, 30);
    const found = new Set(
      shownTo(book, 'e-7')
        .slice(0, 2)
        .map(({ email }) => email),
    );
    const verdict = judgeCanaries(book, found, 0.001, null);
    expect(JSON.stringify(verdict)).not.toContain('e-7');
    expect(verdict.moreNeeded).toBeGreaterThan(2);
  });

  test('the whole pool names nobody', () => {
    const book = shared(1, 100, 200, 20);
    const all = new Set(book.canaries.flatMap(({ emails }) => emails));
    expect(judgeCanaries(book, all, 0.001, null).named).toEqual([]);
  });
});

describe.each(Object.entries(ATTACKS))('pairs of addresses against two who compare, by %s', (_, attack) => {
  test('name at least one of them and nobody else', () => {
    const book = paired(5, 500, 2);
    const random = seededRandom(9);
    const culprits = ['e-10', 'e-400'];
    const words = culprits.map((one) => shownTo(book, one).map(({ email }) => email));
    const found = new Set(
      book.canaries.map(({ emails }, at) => {
        const bits = words.map((word) => (emails.indexOf(word[at] ?? '') === 1 ? 1 : 0));
        return emails[attack(bits, random)] ?? '';
      }),
    );
    const named = judgeCanaries(book, found, 0.001, null).named.map(({ unit }) => unit);
    expect(named.length).toBeGreaterThan(0);
    expect(named.every((unit) => culprits.includes(unit))).toBe(true);
  });
});

test('a coalition that passes on both addresses of every pair names nobody', () => {
  const book = paired(5, 100, 2);
  const both = new Set(book.canaries.flatMap(({ emails }) => emails));
  expect(judgeCanaries(book, both, 0.001, null).named).toEqual([]);
});
