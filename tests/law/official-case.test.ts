import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { publicHolidays } from '../../src/adapters/holiday/public-holidays.ts';
import { type Instant, parseInstant } from '../../src/core/instant.ts';
import { localDay } from '../../src/duties/deadline.ts';
import { deriveDuties } from '../../src/duties/derive-duties.ts';
import type { Duty, DutyVerdict } from '../../src/model/duty.ts';
import type { Facts } from '../../src/model/facts.ts';
import type { LawPack } from '../../src/packs/law-pack.ts';
import { carriedCase, collected, collectionIsThere, packs, type Told, transcribed } from './official-answer.ts';

const now = parseInstant('2026-06-01') as Instant;
const holidays = publicHolidays();
const KINDS = ['authority', 'individuals', 'register'] as const;

/** A controller's own duties to one kind of recipient. */
const ownDuties = (facts: Facts, pack: LawPack, kind: string): readonly Duty[] =>
  deriveDuties(facts, [pack], now, holidays).duties.filter(
    ({ recipient, bearer }) => recipient.startsWith(kind) && facts.controllers.some(({ id }) => id === bearer),
  );

/** A law may have several duties to one recipient (a scale, a second stage): told is told. */
const strongest = (duties: readonly Duty[]): Duty | undefined =>
  (['required', 'depends', 'not-required'] as const)
    .map((verdict) => duties.find((duty) => duty.verdict === verdict))
    .find((duty) => duty !== undefined);

const answers = transcribed.flatMap(({ id, answers: all }) =>
  all.flatMap((answer) =>
    KINDS.flatMap((kind) => {
      const told = answer[kind];
      return told === undefined ? [] : [{ id, kind, told, ...carriedCase(id, answer.case), name: answer.case }];
    }),
  ),
);

describe('the official cases', () => {
  test('are many, and each is answered or has a reason why it cannot be', () => {
    expect(transcribed.length).toBeGreaterThan(38);
    expect(transcribed.filter(({ answers: all, open }) => all.length === 0 && open === undefined)).toEqual([]);
    expect(answers.length).toBeGreaterThan(70);
  });

  test.each(answers.map((answer) => [`${answer.id}: ${answer.name}: ${answer.kind}`, answer] as const))(
    '%s is as the authority said, and the facts that decide are named',
    (_claim, { kind, told, pack, facts }) => {
      const duty = strongest(ownDuties(facts, pack, kind));
      if (duty === undefined) throw new Error('no such duty');
      expect(duty.verdict).toBe(told.verdict);
      expect(duty.because.length).toBeGreaterThan(0);
      const because = duty.because.join(' ');
      for (const part of told.decides) expect(because).toContain(part);
      expect(pickedOf(told, duty, pack)).toEqual(expectedOf(told));
    },
  );

  test('are carried by a pack under no id that is not in the list', () => {
    const ids = new Set(transcribed.map(({ id }) => id));
    const carried = packs.flatMap((pack) => pack.cases.flatMap(({ from }) => from?.match(/\bG-[A-Z0-9-]+\b/g) ?? []));
    expect(carried.length).toBeGreaterThan(40);
    expect(carried.filter((id) => !ids.has(id))).toEqual([]);
  });

  test('that cannot be answered are named in docs/design/duties.md, each with its reason', () => {
    const page = readFileSync(new URL('../../docs/design/duties.md', import.meta.url), 'utf8').replaceAll(/\s+/g, ' ');
    const open = transcribed.flatMap(({ id, open: reason }) => (reason === undefined ? [] : [`| ${id} | ${reason} |`]));
    expect(open.length).toBeGreaterThan(0);
    for (const row of open) expect(page).toContain(row);
  });
});

/** What the answer speaks of besides its verdict, from the duty found. */
function pickedOf(told: Told, duty: Duty, pack: LawPack): unknown {
  const zone = zoneOf(duty, pack);
  const on = (instant: string | null): string | null =>
    instant === null ? null : localDay(parseInstant(instant) as Instant, zone);
  const names = (relation: string) =>
    (duty.order ?? []).filter((step) => step.relation === relation).map(({ duty: other }) => other.split('/').at(-1));
  return {
    ...(told.recipient === undefined ? {} : { recipient: duty.recipient }),
    ...(told.persons === undefined ? {} : { persons: duty.persons }),
    ...(told.deadline === undefined ? {} : { deadline: duty.deadline }),
    ...(told.day === undefined ? {} : { day: on(duty.deadline) }),
    ...(told.strictDay === undefined ? {} : { strictDay: on(duty.strictDeadline) }),
    ...(told.forbids === undefined ? {} : { forbids: duty.forbidden ?? [] }),
    ...(told.before === undefined ? {} : { before: names('before') }),
    ...(told.after === undefined ? {} : { after: names('after') }),
    content: told.content.filter((key) => duty.content.includes(key)),
  };
}

const expectedOf = ({ verdict: _verdict, decides: _decides, before, after, ...rest }: Told): unknown => ({
  ...rest,
  ...(before === undefined ? {} : { before: [before] }),
  ...(after === undefined ? {} : { after: [after] }),
});

const zoneOf = ({ recipient }: Duty, { authorities, law }: LawPack): string =>
  authorities.find(({ id }) => recipient === `authority:${id}`)?.zone ?? law.zone;

describe('no official "yes" becomes a "no" because something is not known yet', () => {
  const yes = answers.filter(({ told }) => told.verdict === 'required');

  test.each(yes.map((answer) => [`${answer.id}: ${answer.name}: ${answer.kind}`, answer] as const))(
    '%s stays required or depends, whichever two facts are unknown, and when all are',
    (_claim, { kind, pack, facts }) => {
      const paths = Object.keys(UNKNOWN) as (keyof typeof UNKNOWN)[];
      const sets = [paths, ...paths.flatMap((a, i) => paths.slice(i).map((b) => [a, b]))];
      const found = new Map<DutyVerdict | undefined, number>();
      for (const set of sets) {
        const blank = set.reduce<Facts>((sum, path) => UNKNOWN[path](sum), facts);
        const verdict = strongest(ownDuties(blank, pack, kind))?.verdict;
        if (verdict !== 'required' && verdict !== 'depends') throw new Error(`${set.join(', ')} unknown: ${verdict}`);
        found.set(verdict, (found.get(verdict) ?? 0) + 1);
      }
      expect([...found.values()].reduce((sum, n) => sum + n, 0)).toBe(sets.length);
    },
  );
});

const eachGroup = (facts: Facts, change: Partial<Facts['groups'][number]>): Facts => ({
  ...facts,
  groups: facts.groups.map((group) => ({ ...group, ...change })),
});

/** Each way in which one of the facts that a law may ask can be unknown. */
const UNKNOWN = {
  cause: (facts: Facts): Facts => ({ ...facts, cause: 'unknown' }),
  intent: (facts: Facts): Facts => ({ ...facts, intent: 'unknown' }),
  medium: (facts: Facts): Facts => ({ ...facts, medium: 'unknown' }),
  disclosedOutside: (facts: Facts): Facts => ({ ...facts, disclosedOutside: null }),
  sold: (facts: Facts): Facts => ({ ...facts, sold: null }),
  misused: (facts: Facts): Facts => ({ ...facts, misused: null }),
  recipientKnown: (facts: Facts): Facts => ({ ...facts, recipientKnown: null }),
  recovered: (facts: Facts): Facts => ({ ...facts, recovered: null }),
  encrypted: (facts: Facts): Facts => ({ ...facts, encrypted: null }),
  keyCompromised: (facts: Facts): Facts => ({ ...facts, keyCompromised: null }),
  availabilityHarm: (facts: Facts): Facts => ({ ...facts, availabilityHarm: null }),
  vulnerablePeople: (facts: Facts): Facts => ({ ...facts, vulnerablePeople: null }),
  revealing: (facts: Facts): Facts => ({ ...facts, revealing: null }),
  assessments: (facts: Facts): Facts => ({ ...facts, assessments: {} }),
  'groups.fields': (facts: Facts): Facts => eachGroup(facts, { fields: [] }),
  'groups.region': (facts: Facts): Facts => eachGroup(facts, { region: null }),
  'groups.country': (facts: Facts): Facts => eachGroup(facts, { country: null, region: null }),
  'controllers.sectors': (facts: Facts): Facts => ({
    ...facts,
    controllers: facts.controllers.map((controller) => ({ ...controller, sectors: null })),
  }),
};

describe.skipIf(!collectionIsThere)('the collection of official cases (it lies beside the checkout)', () => {
  const rows = collected();

  test('is transcribed whole: every row is answered or listed with a reason', () => {
    expect(rows.length).toBeGreaterThan(38);
    expect(rows.filter(({ provenance }) => /^[AB]/.test(provenance)).length).toBeGreaterThan(30);
    expect(rows.map(({ id }) => id).filter((id) => !transcribed.some((one) => one.id === id))).toEqual([]);
    expect(rows.find(({ id }) => id === 'G-EDPB-08')).toMatchObject({
      authority: 'required',
      individuals: 'not-required',
    });
  });

  test.each(rows.map((row) => [row.id, row] as const))('%s says what was transcribed', (id, row) => {
    const [mine] = transcribed.filter((one) => one.id === id);
    expect(mine?.provenance).toBe(row.provenance.charAt(0));
    for (const words of mine?.words ?? []) expect(row.says.toLowerCase()).toContain(words.toLowerCase());
    for (const kind of ['authority', 'individuals'] as const) {
      const verdict = row[kind];
      if (verdict === null) continue;
      const told = (mine?.answers ?? []).map((answer) => answer[kind]?.verdict);
      // Where the row says one thing, the first answer says it; a further one is the row's own "otherwise".
      expect(told[0], kind).toBe(verdict);
    }
  });
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
