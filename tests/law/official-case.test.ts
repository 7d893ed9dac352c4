import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { publicHolidays } from '../../src/adapters/holiday/public-holidays.ts';
import { type Instant, parseInstant } from '../../src/core/instant.ts';
import { deriveDuties } from '../../src/duties/derive-duties.ts';
import type { DutyVerdict } from '../../src/model/duty.ts';
import { loadLawPacks } from '../../src/packs/law-pack.ts';

/** The collection of official cases lies beside the checkout where the project is built; without it there is nothing to compare. */
const COLLECTION = new URL('../../../shared/law/cases.md', import.meta.url);
const there = existsSync(COLLECTION);
const now = parseInstant('2026-06-01') as Instant;

interface Official {
  readonly id: string;
  readonly provenance: string;
  /** Where the table gives them: whether the authority and the people are to be told. */
  readonly authority: DutyVerdict | null;
  readonly individuals: DutyVerdict | null;
}

const VERDICT: Readonly<Record<string, DutyVerdict>> = { Y: 'required', N: 'not-required' };

/** Rows of the tables of section 1 (18 EDPB cases: provenance B) and of section 3 (each row says its own). */
function officialCases(text: string): readonly Official[] {
  const section = (n: number): string => text.split(/^## /m).find((part) => part.startsWith(`${n}.`)) ?? '';
  const rows = (n: number): readonly string[][] =>
    section(n)
      .split('\n')
      .filter((line) => /^\| *\**G-/.test(line))
      .map((line) => line.split('|').map((cell) => cell.replaceAll('*', '').trim()));
  const guidelines = rows(1).map(([, id = '', , , , authority = '', individuals = '']) => ({
    id,
    provenance: 'B',
    authority: VERDICT[authority.charAt(0)] ?? null,
    individuals: VERDICT[individuals.charAt(0)] ?? null,
  }));
  const decided = rows(3).flatMap(([, ids = '', , , , provenance = '']) =>
    ids.split(' / ').map((id) => ({ id, provenance, authority: null, individuals: null })),
  );
  return [...guidelines, ...decided].filter(({ provenance }) => /^[AB]/.test(provenance));
}

/** Which pack an official case belongs to, by the country in its id. */
const PACKS: Readonly<Record<string, string>> = {
  'G-EDPB': 'eu-gdpr',
  'G-IT': 'eu-gdpr',
  'G-PL': 'eu-gdpr',
  'G-ICO': 'uk-gdpr',
  'G-UK': 'uk-gdpr',
  'G-AB': 'ca-ab',
  'G-AU': 'au-',
  'G-NZ': 'nz-',
  'G-MY': 'my-',
  'G-BR': 'br-',
  'G-IN': 'in-dpdp',
  'G-TR': 'tr-',
};
const packOf = (id: string): string => {
  const state = /^G-US-([A-Z]{2})/.exec(id)?.[1];
  return state === undefined ? (PACKS[id.split('-').slice(0, 2).join('-')] ?? id) : `us-${state.toLowerCase()}`;
};

const loaded = loadLawPacks(new URL('../../packs', import.meta.url).pathname, true);
if (!loaded.ok) throw new Error(loaded.error.message);
const packs = loaded.value;
const official = there ? officialCases(readFileSync(COLLECTION, 'utf8')) : [];
const carried = (id: string) =>
  packs.flatMap((pack) =>
    pack.cases.filter(({ from }) => from?.split(/[ ,;]+/).includes(id)).map((found) => ({ pack, found })),
  );

describe.skipIf(!there)('official cases of provenance A or B', () => {
  test('are read from the collection', () => {
    expect(official.length).toBeGreaterThan(25);
    expect(official.find(({ id }) => id === 'G-EDPB-08')).toMatchObject({
      authority: 'required',
      individuals: 'not-required',
    });
  });

  test('stand in the pack of their law, or that law has no pack yet', () => {
    const missing = official.filter(
      ({ id }) => carried(id).length === 0 && packs.some(({ law }) => law.id.startsWith(packOf(id))),
    );
    expect(missing.map(({ id }) => id)).toEqual([]);
  });

  test.each(official.filter(({ id }) => carried(id).length > 0).map((one) => [one.id, one] as const))(
    '%s is answered as the authority did, with the facts that decide',
    (id, { authority, individuals }) => {
      for (const { pack, found } of carried(id)) {
        const { duties } = deriveDuties(found.facts, [pack], now, publicHolidays());
        expect(duties.length, found.name).toBeGreaterThan(0);
        const own = (kind: string) =>
          duties.filter(
            ({ recipient, bearer }) =>
              recipient.startsWith(kind) && found.facts.controllers.some((one) => one.id === bearer),
          );
        for (const [kind, verdict] of [
          ['authority', authority],
          ['individuals', individuals],
        ] as const) {
          if (verdict === null) continue;
          expect(
            own(kind).map((duty) => duty.verdict),
            `${found.name}: ${kind}`,
          ).toEqual([verdict]);
          expect(own(kind)[0]?.because.length, `${found.name}: ${kind}`).toBeGreaterThan(0);
        }
        expect(Object.keys(found.expect).length, `${found.name} expects an answer`).toBeGreaterThan(0);
      }
    },
  );
});

const REGIMES = new URL('../../../shared/law/regimes.tsv', import.meta.url);

/** Regimes whose pack is not called by their own id. */
const CALLED: Readonly<Record<string, string>> = {
  'us-glba-ftc': 'us-glba',
  'eu-epriv-611': 'eu-telecom',
  'nz-pa': 'nz-privacy',
};

describe.skipIf(!existsSync(REGIMES))('the table of regimes', () => {
  test('has a pack for every row, with the sureness of each source', () => {
    const ids = readFileSync(REGIMES, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t')[0]?.toLowerCase() ?? '');
    expect(ids.length).toBeGreaterThan(100);
    const known = new Map(packs.map((pack) => [pack.law.id, pack]));
    expect(ids.filter((id) => !known.has(CALLED[id] ?? id))).toEqual([]);
    for (const { law } of packs) expect(Object.values(law.sources).length, law.id).toBeGreaterThan(0);
  });

  test.each(['hk-pdpo', 'ar-pdpa'])('%s has no statutory duty to tell, and says that telling is recommended', (id) => {
    const [pack] = packs.filter(({ law }) => law.id === id);
    if (pack === undefined) throw new Error(`no pack ${id}`);
    const told = pack.law.duties.filter(({ to }) => to.kind !== 'register');
    expect(told.map(({ binding }) => binding)).toEqual([false, false]);
    for (const { facts } of pack.cases) {
      for (const duty of deriveDuties(facts, [pack], now).duties.filter(({ recipient }) => recipient !== 'register')) {
        expect([duty.verdict, duty.deadline, duty.because.length > 0]).toEqual(['not-required', null, true]);
      }
    }
  });
});
