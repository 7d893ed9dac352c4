import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { publicHolidays } from '../adapters/holiday/public-holidays.ts';
import { type Instant, instantFromMs, parseInstant } from '../core/instant.ts';
import type { Duty } from '../model/duty.ts';
import { BREACH_KINDS, type Facts, factsSchema, SECTORS } from '../model/facts.ts';
import { FIELDS } from '../model/field.ts';
import { INTENTS } from '../model/finding.ts';
import { loadLawPacks } from '../packs/law-pack.ts';
import { localDay } from './deadline.ts';
import { deriveDuties } from './derive-duties.ts';
import { runLawCases } from './law-case.ts';
import { versionIndex } from './law-on-day.ts';
import { versionOn } from './law-version.ts';

const loaded = loadLawPacks(new URL('../../packs', import.meta.url).pathname, true);
if (!loaded.ok) throw new Error(loaded.error.message);
const packs = loaded.value;
const now = parseInstant('2026-06-01') as Instant;

test.each(packs.map((pack) => [pack.law.id, pack] as const))('law pack %s answers its own cases', (_id, pack) => {
  expect(pack.cases.length).toBeGreaterThan(3);
  expect(runLawCases(pack, publicHolidays())).toEqual([]);
});

const tri = fc.constantFrom(true, false, null);
/** Where the laws speak, some places where none does, and people whose region or country nobody knows. */
const placesOf = ({ law }: (typeof packs)[number]): readonly (readonly [string | null, string | null])[] => {
  const words = (list: string): readonly string[] => law.lists[list]?.at(-1)?.words ?? [];
  const { countries, regions } = law.covers;
  return words(countries).map((country) => [country, regions === undefined ? null : (words(regions)[0] ?? null)]);
};
const everywhere = [...new Map(packs.flatMap(placesOf).map((place) => [place.join('-'), place])).values()];
const places = fc.oneof(
  fc.constantFrom(...everywhere),
  fc.constantFrom<readonly [string | null, string | null]>(
    ['FR', null],
    ['DE', 'BY'],
    ['GB', null],
    ['CA', 'ON'],
    ['CA', 'QC'],
    ['US', 'CA'],
    ['US', null],
    ['ZZ', null],
    [null, null],
  ),
);
/** The answer of the organisation to every question of every law: all yes, all no, or none given. */
const answered = (answer: boolean): Facts['assessments'] =>
  Object.fromEntries(
    packs.flatMap(({ law }) =>
      Object.keys(law.questions).map((question) => [`${law.id}/${question}`, { answer, reason: 'x' }]),
    ),
  );
const groups = fc.array(
  fc.record({
    controller: fc.constantFrom('eu', 'uk', 'us'),
    place: places,
    fields: fc.subarray([...FIELDS], { maxLength: 5 }),
    persons: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 480, max: 1100 })),
  }),
  { minLength: 1, maxLength: 4 },
);
const anyFacts: fc.Arbitrary<Facts> = fc
  .record({
    awareAt: fc.constantFrom('2020-10-20T09:05:00Z', '2025-12-31T23:00:00Z', '2026-03-04T09:20:00Z'),
    cause: fc.constantFrom('insider', 'external', 'mistake', 'unknown'),
    intent: fc.constantFrom(...INTENTS),
    disclosedOutside: tri,
    sold: tri,
    misused: tri,
    recipientKnown: tri,
    recovered: tri,
    encrypted: tri,
    keyCompromised: tri,
    kinds: fc.subarray([...BREACH_KINDS], { minLength: 1 }),
    availabilityHarm: tri,
    vulnerablePeople: tri,
    revealing: tri,
    assessments: fc.constantFrom({}, answered(true), answered(false)),
    groups,
  })
  .map((facts) =>
    factsSchema.parse({
      ...facts,
      controllers: [
        { id: 'eu', name: 'Example SARL', country: 'LU', sectors: ['telecom-provider', 'essential-entity', 'bank'] },
        { id: 'uk', name: 'Example Ltd', country: 'GB' },
        { id: 'us', name: 'Example Inc', country: 'US', sectors: [...SECTORS] },
      ],
      groups: facts.groups.map(({ place: [country, region], ...group }) => ({ ...group, country, region })),
    }),
  );

const dutiesOf = (facts: Facts): readonly Duty[] => deriveDuties(facts, packs, now).duties;

/** Duties that end above a number of people (a yearly report of few): another to the same recipient must take their place. */
const giveWay = new Set(
  packs.flatMap(({ law }) =>
    law.duties
      .filter(({ when }) => when.some(({ overall }) => overall?.includes('<') === true))
      .map(({ id }) => `${law.id} ${id}`),
  ),
);

/** Whoever would have been told is still told after the change, by the same duty or by the one that takes its place. */
const nobodyIsDropped = (worse: (facts: Facts, seed: number) => Facts, seed: number): void => {
  let required = 0;
  fc.assert(
    fc.property(anyFacts, fc.nat(), (facts, choice) => {
      const after = dutiesOf(worse(facts, choice)).filter(({ verdict }) => verdict === 'required');
      for (const { id, regime, bearer, recipient, verdict } of dutiesOf(facts)) {
        if (verdict !== 'required') continue;
        required += 1;
        const still = after.some(
          (duty) =>
            duty.id === id ||
            (giveWay.has(`${regime} ${id.split('/').at(-1) ?? ''}`) &&
              duty.regime === regime &&
              duty.bearer === bearer &&
              duty.recipient === recipient),
        );
        expect(still, id).toBe(true);
      }
    }),
    { seed, numRuns: 250 },
  );
  expect(required).toBeGreaterThan(100);
};

describe('more harm never leaves a recipient untold', () => {
  test('the duties that give way to another one are known', () => {
    expect([...giveWay]).toEqual(['us-hbnr authority-yearly', 'us-hipaa authority-yearly']);
  });

  test('more people', () => {
    nobodyIsDropped((facts, choice) => {
      const index = choice % facts.groups.length;
      return {
        ...facts,
        groups: facts.groups.map((group, i) =>
          i === index ? { ...group, persons: group.persons + 1 + choice } : group,
        ),
      };
    }, 11);
  });

  test('another group of people', () => {
    nobodyIsDropped((facts, choice) => {
      const [first] = facts.groups;
      const field = FIELDS[choice % FIELDS.length];
      return first === undefined || field === undefined
        ? facts
        : { ...facts, groups: [...facts.groups, { ...first, fields: [field], persons: 1 + (choice % 700) }] };
    }, 12);
  });

  test('another field', () => {
    nobodyIsDropped((facts, choice) => {
      const field = FIELDS[choice % FIELDS.length];
      return {
        ...facts,
        groups: facts.groups.map((group) =>
          field === undefined || group.fields.length === 0 ? group : { ...group, fields: [...group.fields, field] },
        ),
      };
    }, 13);
  });

  test('more malice', () => {
    nobodyIsDropped((facts, choice) => {
      const steps: readonly Partial<Facts>[] = [
        { intent: 'malicious' },
        { sold: true },
        { misused: true },
        { disclosedOutside: true },
        { vulnerablePeople: true },
        { keyCompromised: true },
        { recipientKnown: false },
        { intent: 'malicious', sold: true, misused: true },
      ];
      return { ...facts, ...steps[choice % steps.length] };
    }, 14);
  });

  test('an answer to what is unknown never turns required into not-required', () => {
    const open = [
      'sold',
      'encrypted',
      'keyCompromised',
      'misused',
      'recipientKnown',
      'revealing',
      'vulnerablePeople',
    ] as const;
    nobodyIsDropped((facts, choice) => {
      const name = open[choice % open.length];
      return name === undefined || facts[name] !== null ? facts : { ...facts, [name]: choice % 3 === 0 };
    }, 15);
  });
});

test('an earlier awareness never makes a later deadline under the same version of a law', () => {
  const holidays = publicHolidays();
  const byId = new Map(packs.map((pack) => [pack.law.id, pack]));
  const minute = fc.integer({ min: Date.UTC(2025, 5, 1) / 60_000, max: Date.UTC(2026, 11, 31) / 60_000 });
  const gap = fc.oneof(fc.integer({ min: 1, max: 4 * 1440 }), fc.integer({ min: 1, max: 366 * 1440 }));
  let compared = 0;
  fc.assert(
    fc.property(anyFacts, minute, gap, (facts, latest, minutes) => {
      const [early, late] = [latest - minutes, latest].map((each) => instantFromMs(each * 60_000));
      if (early === undefined || late === undefined) throw new Error('two instants');
      const at = (awareAt: Instant) => deriveDuties({ ...facts, awareAt }, packs, now, holidays).duties;
      const before = new Map(at(early).map((duty) => [duty.id, duty]));
      for (const { id, regime, deadline, strictDeadline } of at(late)) {
        const pack = byId.get(regime);
        const earlier = before.get(id);
        if (pack === undefined || earlier === undefined) continue;
        if (versionIndex(pack, early) !== versionIndex(pack, late)) continue;
        expect(Date.parse(earlier.deadline ?? '') > Date.parse(deadline ?? ''), id).toBe(false);
        expect(Date.parse(earlier.strictDeadline ?? '') > Date.parse(strictDeadline ?? ''), id).toBe(false);
        if (earlier.deadline !== null && deadline !== null) compared += 1;
      }
    }),
    { seed: 16, numRuns: 150 },
  );
  expect(compared).toBeGreaterThan(100);
});

test('everyone lives under a law that speaks, or is named as uncovered', () => {
  // By hand: some general law names the country, and the region where it is the law of a region.
  const spoken = (country: string | null, region: string | null, awareAt: string): boolean =>
    packs.some(({ law }) => {
      const at = localDay(awareAt as Instant, law.zone);
      const { sector, countries, regions, except } = law.covers;
      const words = (list: string): readonly string[] => versionOn(law.lists[list] ?? [], at)?.words ?? [];
      return (
        !sector &&
        country !== null &&
        versionOn(law.applies, at) !== undefined &&
        words(countries).includes(country) &&
        (regions === undefined
          ? !except.some((exception) => region !== null && exception.regions.includes(region))
          : region !== null && words(regions).includes(region))
      );
    });
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const named = deriveDuties(facts, packs, now).uncovered.reduce((sum, { persons }) => sum + persons, 0);
      const silent = facts.groups.filter(({ country, region }) => !spoken(country, region, facts.awareAt ?? ''));
      expect(named).toBe(silent.reduce((sum, { persons }) => sum + persons, 0));
    }),
    { seed: 17, numRuns: 200 },
  );
});
