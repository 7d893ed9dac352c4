import { expect, test } from 'vitest';
import { type LawPack, readLawPack } from '../packs/law-pack.ts';
import { exampleLaw } from '../testing/example-law.ts';
import { runLawCases } from './law-case.ts';

const packWith = (cases: string): LawPack => {
  const pack = readLawPack('example-law', 'packs/laws/example-law', { ...exampleLaw, 'case.yml': cases });
  if (!pack.ok) throw new Error(pack.error.message);
  return pack.value;
};

test('cases that come out as expected give no failure', () => {
  expect(runLawCases(packWith(exampleLaw['case.yml']))).toEqual([]);
});

test('a wrong verdict, a wrong recipient and a missing duty are told apart, with what was found', () => {
  const failures = runLawCases(
    packWith(`
base: { controllers: [{ id: acme, name: Example, country: XA }] }
cases:
  - name: sold
    facts: { sold: true, groups: [{ controller: acme, country: XA, fields: [email], persons: 3 }] }
    expect:
      authority: { verdict: not-required, recipient: 'authority:xb-office', because: [was sold, was given away] }
      individuals: required
  - name: kept
    facts: { sold: false, groups: [{ controller: acme, country: XA, fields: [email], persons: 3 }] }
    expect: { authority: { missing: [sold] } }
  - name: elsewhere
    facts: { sold: true, groups: [{ controller: acme, country: XB, fields: [email], persons: 3 }] }
    expect: { authority: none }
`),
  );
  expect(failures).toEqual([
    {
      pack: 'example-law',
      case: 'sold',
      expected: 'authority verdict: "not-required"',
      found: 'authority verdict: "required"',
    },
    {
      pack: 'example-law',
      case: 'sold',
      expected: 'authority recipient: "authority:xb-office"',
      found: 'authority recipient: "authority:xa-office"',
    },
    {
      pack: 'example-law',
      case: 'sold',
      expected: 'authority because: … was given away …',
      found: 'authority because: The people live in XA. The data was sold.',
    },
    { pack: 'example-law', case: 'sold', expected: 'individuals: a duty', found: 'individuals: none' },
    { pack: 'example-law', case: 'kept', expected: 'authority missing: ["sold"]', found: 'authority missing: []' },
  ]);
});

test('a duty that no case refuses, and a condition that fails in none, are failures of the pack', () => {
  const failures = runLawCases(
    packWith(`
base: { sold: true, controllers: [{ id: acme, name: Example, country: XA }] }
cases:
  - { name: three, facts: { groups: [{ controller: acme, country: XA, fields: [], persons: 3 }] }, expect: {} }
  - { name: four, facts: { groups: [{ controller: acme, country: XA, fields: [], persons: 4 }] }, expect: {} }
`),
  );
  expect(failures).toEqual([
    { pack: 'example-law', case: 'cases of authority', expected: 'one that is not-required', found: 'required' },
    {
      pack: 'example-law',
      case: 'cases of peopleHere',
      expected: 'one in which it fails (The people live elsewhere.)',
      found: 'none',
    },
    {
      pack: 'example-law',
      case: 'cases of dataSold',
      expected: 'one in which it fails (The data was not sold.)',
      found: 'none',
    },
  ]);
});
