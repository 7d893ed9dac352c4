import { describe, expect, test } from 'vitest';
import { exampleLaw } from '../testing/example-law.ts';
import { authorityNames, lawIds, loadLawPack, loadLawPacks, readLawPack } from './law-pack.ts';
import { readLawPart } from './law-part.ts';

const packsFolder = new URL('../../packs', import.meta.url).pathname;

/** Reads the example law with one piece of `law.yml` replaced, and gives the problems found. */
function problemsAfter(from: string, to: string): readonly string[] {
  const lawText = exampleLaw['law.yml'];
  expect(lawText).toContain(from);
  const pack = readLawPack('example-law', 'laws/example-law', { ...exampleLaw, 'law.yml': lawText.replace(from, to) });
  if (pack.ok) return [];
  expect(pack.error.code).toBe('PACK_INVALID');
  return pack.error.message.replace(/^reading [^:]+: /, '').split('\n');
}

test('the example law is sound', () => {
  expect(problemsAfter('XA', 'XA')).toEqual([]);
});

describe('a problem is reported where it stands', () => {
  test.each([
    ['an unknown member', 'zone: UTC', 'zone: UTC\ncolour: red', /law\.yml:2:1: \(top\): Unrecognized key: "colour"/],
    ['a word outside a choice', 'unit: day', 'unit: fortnight', /law\.yml:28:15: duties\.0\.deadline\.0\.unit: /],
    [
      'CEL that does not parse',
      'when: sold',
      'when: sold &&',
      /law\.yml:16:48: conditions\.dataSold\.0\.when: expected a CEL expression/,
    ],
    [
      'a name that is nothing',
      'group: dataSold',
      'group: dataStolen',
      /law\.yml:22:54: duties\.0\.when\.0\.group: .*found "dataStolen"/,
    ],
    ['a list that does not exist', 'country in here', 'country in there', /found "there" \(one of cause, /],
    ['a test that is no yes or no', 'when: sold', 'when: size(fields)', /true or false/],
    [
      'a condition that rests on itself',
      'when: sold',
      'when: sold || dataSold',
      /conditions\.dataSold: rests on itself/,
    ],
    [
      'a sum asked of one group',
      'when: sold',
      'when: personsConcerned > 3',
      /uses personsConcerned, which has no value here/,
    ],
    [
      'a source that does not exist',
      'sources: [s1], group',
      'sources: [s2], group',
      /expected an id under sources, found "s2"/,
    ],
    [
      'an authority that does not exist',
      'authority: xa-office',
      'authority: xb-office',
      /expected an id of authority\.yml/,
    ],
    ['a condition nobody uses', 'group: dataSold', "group: 'true'", /conditions\.dataSold: expected to be used/],
    [
      'a value that begins after the law',
      'peopleHere:\n    - { from: 2020-01-01',
      'peopleHere:\n    - { from: 2020-01-02',
      /from 2020-01-01 on/,
    ],
    ['a length without a unit', 'unit: day', 'unit: null', /expected length and unit both/],
    ['an end that its unit does not have', 'end: end-of-day', 'end: end-of-hour', /expected one of exact, end-of-day/],
    ['an id that is not the folder', 'id: example-law', 'id: other-law', /expected the folder's name "example-law"/],
    ['a name taken by a fact', 'here:', 'sold:', /the name "sold" is taken/],
  ])('%s', (_what, from, to, expected) => {
    expect(problemsAfter(from, to).join('\n')).toMatch(expected);
  });

  test('all at once', () => {
    expect(problemsAfter('when: country in here', 'when: country in there && nobody').length).toBeGreaterThanOrEqual(2);
  });

  test('versions out of order', () => {
    const found = problemsAfter(
      'here: [{ from: 2020-01-01, sources: [s1], words: [XA] }]',
      'here: [{ from: 2020-01-01, sources: [s1], words: [XA] }, { from: 2019-01-01, sources: [s1], words: [] }]',
    );
    expect(found).toEqual([
      expect.stringMatching(/law\.yml:\d+:\d+: lists\.here\.1\.from: expected a day after 2020-01-01/),
    ]);
  });

  test('a case whose facts are no facts', () => {
    const text = { ...exampleLaw, 'case.yml': exampleLaw['case.yml'].replace('sold: true', 'sold: perhaps') };
    const pack = readLawPack('example-law', 'laws/example-law', text);
    expect(pack.ok ? '' : pack.error.message).toMatch(/case\.yml:5:20: cases\.0\.facts\.sold: .*expected boolean/);
  });
});

test('the digest changes with any of the three files', () => {
  const digest = (text: typeof exampleLaw): string => {
    const pack = readLawPack('example-law', 'x', text);
    return pack.ok ? pack.value.digest : pack.error.message;
  };
  const digests = (['law.yml', 'authority.yml', 'case.yml'] as const).map((file) =>
    digest({ ...exampleLaw, [file]: `${exampleLaw[file]}# noted\n` }),
  );
  expect(new Set([digest(exampleLaw), ...digests]).size).toBe(4);
});

test('every shipped law loads, and an unknown one is refused with the choice', () => {
  const packs = loadLawPacks(packsFolder);
  expect(packs.ok ? packs.value.map((pack) => pack.law.id) : packs.error.message).toEqual(lawIds(packsFolder));
  expect(lawIds(packsFolder)).toEqual(expect.arrayContaining(['ca-pipeda', 'eu-gdpr', 'uk-gdpr', 'us-ca']));
  const none = loadLawPack(packsFolder, 'atlantis');
  expect(none.ok ? '' : none.error.code).toBe('PACK_UNKNOWN');
  expect(none.ok ? '' : none.error.message).toContain('eu-gdpr');
});

test('authorities can be named by their ids', () => {
  const packs = loadLawPacks(packsFolder);
  expect(packs.ok ? authorityNames(packs.value)['gb-ico'] : '').toContain('Information Commissioner');
});

describe('shared parts and short forms', () => {
  const part = readLawPart(
    'two',
    'law-parts/two.yml',
    `
id: two
about: Invented.
needs: { lists: { residents: who is protected }, sources: { s1: the act } }
sources: { definition: s1 }
lists: { secrets: { words: [password], sources: [definition] } }
elements: { login: { of: [[email], secrets], if: live } }
questions: { live: { ask: Is the account in use?, sources: [definition] } }
conditions:
  peopleHere: { sources: [s1], when: country in residents, holds: Here., fails: Elsewhere. }
`,
  );
  if (!part.ok) throw new Error(part.error.message);
  const parts = new Map([['two', part.value]]);
  const short = `
id: example-law
title: An invented law
status: draft
about: Invented.
zone: UTC
use: [two]
begins: 2020-01-01
sources:
  act: { text: 'Invented Act', url: 'https://example.com/act', confidence: low }
  s1: act
covers: { countries: residents }
lists: { residents: { sources: [act], words: [XA] } }
elements:
  login: { from: 2021-01-01, sources: [s1] }
  numbers: { sources: [act], of: [[name], [passport, tax-id]] }
applies: { sources: [act], when: peopleHere }
duties:
  - id: individuals
    title: Tell the people
    to: { kind: individuals }
    when: { sources: [act], group: personalInformation, threshold: { over: 2 } }
    deadline: { sources: [act], start: awareness, length: 3, unit: day, words: Within three days. }
    content: { sources: [act], keys: [nature] }
`;
  const read = (law: string) =>
    readLawPack('example-law', 'laws/example-law', { ...exampleLaw, 'law.yml': law, 'case.yml': noCase }, parts);
  const noCase = 'cases: [{ name: a, facts: {}, expect: {} }, { name: b, facts: {}, expect: {} }]';

  test('a law takes names, sets and sources from a part, and days from `begins`', () => {
    const pack = read(short);
    if (!pack.ok) throw new Error(pack.error.message);
    const { law } = pack.value;
    expect(law.lists['secrets']).toEqual([{ from: '2020-01-01', words: ['password'], sources: ['act'] }]);
    expect(law.conditions['login']).toMatchObject([
      {
        from: '2021-01-01',
        sources: ['act'],
        when: '"email" in fields && fields.exists(f, f in secrets) && (live)',
        holds: 'Exposed: email, together with password.',
      },
    ]);
    expect(law.conditions['numbers']?.[0]?.fails).toBe('Not exposed: name, together with passport or tax id.');
    expect(law.conditions['personalInformation']?.[0]).toMatchObject({ from: '2020-01-01', when: 'login || numbers' });
    expect(law.duties[0]?.when[0]).toMatchObject({
      from: '2020-01-01',
      overall: 'personsConcerned > 2',
      fails: 'No more than 2 people are concerned.',
    });
    expect(Object.keys(law.sources)).toEqual(['act']);
  });

  test.each([
    ['a part that does not exist', 'use: [two]', 'use: [three]', /expected a part of packs\/law-parts \(two\)/],
    [
      'what a part needs',
      'covers: { countries: residents }\nlists: { residents: { sources: [act], words: [XA] } }',
      'covers: { countries: r }\nlists: { r: { sources: [act], words: [XA] } }',
      /expected "residents", which the part two needs: who is protected/,
    ],
    [
      'a set that nobody offers',
      'login: { from: 2021-01-01, ',
      'logins: { from: 2021-01-01, ',
      /no part offers a set called "logins"/,
    ],
    [
      'high confidence in what was only read at second hand',
      'confidence: low',
      'confidence: high, seen: { in: secondary, on: 2026-01-31 }',
      /high needs the text, official or a copy/,
    ],
    ['a source that stands for nothing', 's1: act', 's1: acts', /expected a source or the id of one, found "acts"/],
    ['a value without a day', 'begins: 2020-01-01\n', '', /expected `from`, or `begins`/],
    [
      'a field that is none',
      '[passport, tax-id]',
      '[passport, tax-number]',
      /expected a field of the vocabulary, found "tax-number"/,
    ],
    ['business days of nowhere', 'unit: day', 'unit: day, calendar: business-days', /expected `business` at the top/],
  ])('%s is reported', (_what, from, to, expected) => {
    expect(short).toContain(from);
    const pack = read(short.replace(from, to));
    expect(pack.ok ? '' : pack.error.message).toMatch(expected);
  });
});
