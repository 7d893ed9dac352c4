import { describe, expect, test } from 'vitest';
import { type Instant, parseInstant } from '../core/instant.ts';
import { type Facts, factsSchema } from '../model/facts.ts';
import { type LawPack, readLawPack } from '../packs/law-pack.ts';
import { exampleLaw } from '../testing/example-law.ts';
import { deriveDuties } from './derive-duties.ts';

const now = parseInstant('2026-06-01') as Instant;

const law = (change: (text: string) => string = (text) => text): LawPack => {
  const pack = readLawPack('example-law', 'x', { ...exampleLaw, 'law.yml': change(exampleLaw['law.yml']) });
  if (!pack.ok) throw new Error(pack.error.message);
  return pack.value;
};
const facts = (part: Partial<Record<keyof Facts, unknown>>): Facts =>
  factsSchema.parse({
    awareAt: '2026-03-04T09:20:00+01:00',
    controllers: [{ id: 'acme', name: 'Example', country: 'XB' }],
    ...part,
  });
const group = (country: string | null, persons: number) => ({
  controller: 'acme',
  country,
  fields: ['email'],
  persons,
});

describe('one duty', () => {
  test('carries the verdict, the reasons, the people, the time and the citation', () => {
    const found = deriveDuties(facts({ sold: true, groups: [group('XA', 3), group('XB', 9)] }), [law()], now);
    expect(found).toMatchObject({ case: 'adhoc', asOf: now });
    expect(found.duties).toEqual([
      {
        id: 'example-law/acme/authority',
        regime: 'example-law',
        bearer: 'acme',
        recipient: 'authority:xa-office',
        verdict: 'required',
        deadline: '2026-03-06T23:59:59.000Z',
        strictDeadline: '2026-03-06T08:20:00.000Z',
        arithmetic: expect.stringContaining('Plus 2 days') as unknown,
        because: ['The people live in XA.', 'The data was sold.'],
        missing: [],
        content: ['nature'],
        citations: [{ text: 'Invented Act, s. 1', url: 'https://example.com/act', confidence: 'low' }],
        persons: 3,
        undecided: 0,
      },
    ]);
  });

  test('depends on an unknown fact, and says which', () => {
    const [duty] = deriveDuties(facts({ groups: [group('XA', 3)] }), [law()], now).duties;
    expect(duty).toMatchObject({ verdict: 'depends', missing: ['sold'], persons: 3 });
    expect(duty?.deadline).not.toBeNull();
  });

  test('is certain for some people while it depends for others', () => {
    const [duty] = deriveDuties(facts({ sold: true, groups: [group('XA', 3), group(null, 4)] }), [law()], now).duties;
    expect(duty).toMatchObject({ verdict: 'required', persons: 3, undecided: 4, missing: ['groups.country'] });
  });

  test('that is not required sets no time', () => {
    const [duty] = deriveDuties(facts({ sold: false, groups: [group('XA', 3)] }), [law()], now).duties;
    expect(duty).toMatchObject({
      verdict: 'not-required',
      deadline: null,
      missing: [],
      because: ['The data was not sold.'],
      arithmetic: 'Nothing is due.',
    });
  });
});

describe('a threshold', () => {
  const overThree = law((text) => text.replace('group: dataSold', 'group: dataSold, overall: personsConcerned > 3'));
  test.each([
    [[group('XA', 4)], 'required'],
    [[group('XA', 3)], 'not-required'],
    [[group('XA', 3), group('XB', 9)], 'not-required'],
    [[group('XA', 3), group(null, 1)], 'depends'],
    [[group('XA', 2), group(null, 1)], 'not-required'],
  ])('of more than three people, with %j, is %s', (groups, verdict) => {
    expect(deriveDuties(facts({ sold: true, groups }), [overThree], now).duties[0]?.verdict).toBe(verdict);
  });

  test('is open while nobody has counted the people', () => {
    const [duty] = deriveDuties(facts({ sold: true, groups: [] }), [overThree], now).duties;
    expect(duty).toMatchObject({ verdict: 'depends', persons: 0, missing: ['groups.country', 'groups.persons'] });
  });
});

describe('the day of awareness chooses the version of a law', () => {
  const changed = law((text) =>
    text.replace(
      'fails: The data was not sold. }',
      "fails: The data was not sold. }\n    - { from: 2026-01-01, sources: [s1], when: 'true', holds: Every leak counts., fails: No. }",
    ),
  );
  test.each([
    ['2025-12-31T23:59:00Z', 'not-required'],
    ['2026-01-01T00:00:00Z', 'required'],
  ])('aware at %s', (awareAt, verdict) => {
    const found = deriveDuties(facts({ awareAt, sold: false, groups: [group('XA', 3)] }), [changed], now);
    expect(found.duties[0]?.verdict).toBe(verdict);
  });

  test('and `asOf` does where awareness is not recorded', () => {
    const found = deriveDuties(
      facts({ awareAt: null, asOf: '2025-06-01T00:00:00Z', sold: false, groups: [group('XA', 3)] }),
      [changed],
      now,
    );
    expect(found).toMatchObject({ asOf: '2025-06-01T00:00:00.000Z' });
    expect(found.duties[0]?.verdict).toBe('not-required');
  });

  test('before its first day the law says nothing, and its people are uncovered', () => {
    const found = deriveDuties(facts({ awareAt: '2019-12-31T00:00:00Z', groups: [group('XA', 3)] }), [changed], now);
    expect(found.duties).toEqual([]);
    expect(found.uncovered).toEqual([
      { country: 'XA', region: null, persons: 3, why: 'No law pack speaks for XA at this date.' },
    ]);
  });
});

test('people without a law pack are summed per place and named', () => {
  const found = deriveDuties(
    facts({ sold: true, groups: [group('XA', 3), group('JP', 4), group('JP', 5), group(null, 6)] }),
    [law()],
    now,
  );
  expect(found.uncovered.map(({ country, persons }) => [country, persons])).toEqual([
    ['JP', 9],
    [null, 6],
  ]);
});

test('a group whose controller is not described still gets its duties', () => {
  const groups = [{ ...group('XA', 3), controller: 'stranger' }];
  expect(deriveDuties(facts({ sold: true, groups }), [law()], now).duties[0]).toMatchObject({
    bearer: 'stranger',
    verdict: 'required',
  });
});

describe('who works for whom', () => {
  const withProcessor = law((text) =>
    text.replace(
      'duties:\n',
      `duties:
  - id: owner
    title: Tell the owner
    by: processor
    to: { kind: controller }
    when: { from: 2020-01-01, sources: [s1], group: dataSold }
    deadline: { from: 2020-01-01, sources: [s1], start: awareness, length: 1, unit: day, words: Within a day. }
    content: { from: 2020-01-01, sources: [s1], keys: [nature], forbidden: [count] }
`,
    ),
  );
  const platform = { id: 'platform', name: 'Platform', country: 'XB', awareAt: '2026-03-01T12:00:00Z' };
  const own = { ...group('XA', 3), processor: 'platform' };
  const other = { ...group('XA', 5), controller: 'shop', processor: 'platform' };

  test('a processor tells each of the controllers it works for about its own people only, from its own awareness', () => {
    const found = deriveDuties(
      facts({ sold: true, processors: [platform], groups: [own, other, group('XA', 9)] }),
      [withProcessor],
      now,
    ).duties.filter(({ bearer }) => bearer === 'platform');
    expect(found).toMatchObject([
      {
        id: 'example-law/platform/owner:acme',
        recipient: 'controller:acme',
        persons: 3,
        deadline: '2026-03-02T23:59:59.000Z',
        forbidden: ['count'],
      },
      { id: 'example-law/platform/owner:shop', recipient: 'controller:shop', persons: 5 },
    ]);
  });

  test('without a processor there is no such duty', () => {
    const found = deriveDuties(facts({ sold: true, groups: [group('XA', 9)] }), [withProcessor], now);
    expect(found.duties.map(({ id }) => id)).toEqual(['example-law/acme/authority']);
  });
});

test('what a law only recommends is never required, and says so', () => {
  const gentle = law((text) =>
    text.replace('    title: Tell the office', '    title: Tell the office\n    binding: false'),
  );
  const [duty] = deriveDuties(facts({ sold: true, groups: [group('XA', 3)] }), [gentle], now).duties;
  expect(duty).toMatchObject({ verdict: 'not-required', deadline: null });
  expect(duty?.because[0]).toContain('recommends it without requiring it');
});

describe('a clock that runs from what an authority was told', () => {
  const followed = law((text) => text.replace('start: awareness', 'start: authority-informed'));
  const toldTo = (authority: string, rule = followed) =>
    deriveDuties(
      facts({
        sold: true,
        groups: [group('XA', 3)],
        authorityInformed: [{ authority, at: '2026-03-05T10:00:00Z' }],
      }),
      [rule],
      now,
    ).duties[0];

  test('runs from what this law’s own was told, and from no other law’s', () => {
    expect(toldTo('xa-office')).toMatchObject({ deadline: '2026-03-07T23:59:59.000Z', missing: [] });
    expect(toldTo('xb-office')).toMatchObject({ deadline: null, missing: ['authorityInformed'] });
  });

  test('runs from another one where the law says which', () => {
    const other = law((text) =>
      text.replace('start: awareness', 'start: authority-informed\n        told: [xb-office]'),
    );
    expect(toldTo('xb-office', other)).toMatchObject({ deadline: '2026-03-07T23:59:59.000Z' });
    expect(toldTo('xa-office', other)).toMatchObject({ deadline: null });
  });
});

describe('places', () => {
  const american = law((text) => text.replace('words: [XA]', 'words: [US, GB]'));
  test.each(['PR', 'GU', 'VI', 'AS', 'MP', 'UK'])(
    'people who live in %s are reached under the code that laws use',
    (code) => {
      const found = deriveDuties(facts({ sold: true, groups: [group(code, 3)] }), [american], now);
      expect(found.duties[0]).toMatchObject({ verdict: 'required', persons: 3 });
      expect(found.uncovered).toEqual([]);
    },
  );

  test('a country that is no other one stays as it is', () => {
    const found = deriveDuties(facts({ sold: true, groups: [group('HK', 3)] }), [american], now);
    expect(found.uncovered).toMatchObject([{ country: 'HK', persons: 3 }]);
  });
});
