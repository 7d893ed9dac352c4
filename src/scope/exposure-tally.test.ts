import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Exposure } from '../model/exposure.ts';
import { exposureTally, personFolder } from './exposure-tally.ts';

const row = (
  subject: string,
  basis: Exposure['basis'],
  fields: readonly string[],
  more: Partial<Exposure> = {},
): Exposure => ({
  subject,
  basis,
  fields,
  fields_complete: fields.length > 0,
  controller: 'uk',
  country: 'GB',
  region: null,
  language: null,
  accesses: 1n,
  certainty: 'logged',
  on_file: true,
  ...more,
});

const rows = fc
  .array(
    fc.record({
      subject: fc.constantFrom('a', 'b', 'c', 'd'),
      basis: fc.constantFrom<Exposure['basis']>('accessed', 'disclosed'),
      fields: fc.subarray(['email', 'phone']),
    }),
  )
  .map((list) => [...list].sort((a, b) => (a.subject < b.subject ? -1 : 1)));

describe('exposureTally', () => {
  it('counts everybody exactly once by basis, country, controller and group', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const tally = exposureTally();
        for (const { subject, basis, fields } of list) tally.add(row(subject, basis, fields));
        const { persons, byBasis, byCountry, byController, groups } = tally.done();
        const sum = (counts: Readonly<Record<string, number>>): number =>
          Object.values(counts).reduce((a, b) => a + b, 0);
        expect(persons).toBe(new Set(list.map(({ subject }) => subject)).size);
        const grouped = groups.reduce((total, group) => total + group.persons, 0);
        expect([sum(byBasis), sum(byCountry), sum(byController), grouped]).toEqual([
          persons,
          persons,
          persons,
          persons,
        ]);
      }),
    );
  });

  it('groups people of whom something is not known as not known at all, so that no law looks inapplicable', () => {
    const tally = exposureTally();
    tally.add(row('a', 'accessed', ['email'], { fields_complete: false, country: 'gb' }));
    expect(tally.done().groups).toEqual([{ controller: 'uk', country: null, region: null, fields: [], persons: 1 }]);
  });
});

describe('personFolder', () => {
  it('gives the strongest basis, all fields, and whether they are all', () => {
    const people: unknown[] = [];
    const folder = personFolder((person) => people.push(person));
    folder.add(row('a', 'accessed', ['phone']));
    folder.add(row('a', 'disclosed', ['email']));
    folder.add(row('b', 'accessed', ['email'], { fields_complete: false }));
    folder.done();
    expect(people).toEqual([
      { subject: 'a', basis: 'disclosed', fields: ['email', 'phone'], fields_complete: true },
      { subject: 'b', basis: 'accessed', fields: ['email'], fields_complete: false },
    ]);
  });
});
