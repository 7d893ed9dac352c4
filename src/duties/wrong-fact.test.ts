import { expect, test } from 'vitest';
import { type Instant, parseInstant } from '../core/instant.ts';
import { factsSchema } from '../model/facts.ts';
import { loadLawPacks } from '../packs/law-pack.ts';
import { deriveDuties } from './derive-duties.ts';
import { wrongFacts } from './wrong-fact.ts';

const packs = loadLawPacks(new URL('../../packs', import.meta.url).pathname);
if (!packs.ok) throw new Error(packs.error.message);
const now = parseInstant('2026-03-10') as Instant;
const shop = { id: 'shop', name: 'Example SAS', country: 'FR', sectors: [] };
const wrong = (given: unknown) => wrongFacts(factsSchema.parse(given), packs.value, now);
const at = '2026-03-05T10:00:00Z';

test.each([
  ['sold and not disclosed', { sold: true, disclosedOutside: false }, 'sold', 'disclosedOutside'],
  ['misused and not disclosed', { misused: true, disclosedOutside: false }, 'misused', 'disclosedOutside'],
  [
    'an end before the beginning',
    { occurredFrom: '2026-03-02T00:00:00+01:00', occurredTo: '2026-03-01T22:59:59Z' },
    'occurredTo',
    'occurredFrom',
  ],
  ['awareness after now', { awareAt: '2026-03-11T00:00:00Z' }, 'awareAt', 'now'],
  ['awareness after asOf', { awareAt: at, asOf: '2026-03-05T09:00:00Z' }, 'awareAt', 'asOf'],
  [
    'a lead authority that no law has',
    { controllers: [{ ...shop, leadAuthority: 'nonsense' }] },
    'controllers.0.leadAuthority',
    'fr-cnil',
  ],
  [
    'an informed authority that no law has',
    { authorityInformed: [{ authority: 'uk-ico', at }] },
    'authorityInformed.0.authority',
    'gb-ico',
  ],
  [
    'a region that is no code',
    { groups: [{ controller: 'shop', country: 'US', region: 'Calif.', fields: [], persons: 1 }] },
    'groups.0.region',
    'ISO 3166-2',
  ],
  [
    'a country that is none',
    { groups: [{ controller: 'shop', country: 'XX', fields: [], persons: 1 }] },
    'groups.0.country',
    'ISO 3166-1',
  ],
])('%s is refused, with both facts named', (_, given, path, named) => {
  const found = wrong(given);
  expect(found.map((each) => each.path.join('.'))).toEqual([path]);
  expect(found[0]?.message).toContain(named);
});

test('facts that agree are taken', () => {
  const facts = {
    sold: true,
    groups: [
      ['US', 'us-ca'],
      ['US', 'California'],
      ['CA', 'ON'],
      ['PR', null],
      ['UK', null],
      ['FR', 'Île-de-France'],
    ].map(([country, region]) => ({ controller: 'shop', country, region, fields: [], persons: 1 })),
    awareAt: at,
    asOf: at,
    occurredFrom: '2026-03-02T00:00:00+01:00',
    occurredTo: '2026-03-01T23:00:00Z',
    controllers: [{ ...shop, leadAuthority: 'fr-cnil' }],
    authorityInformed: [{ authority: 'gb-ico', at }],
  };
  expect(wrong(facts)).toEqual([]);
});

const owed = (own: string | null, processorAwareAt: string | null) => {
  const facts = factsSchema.parse({
    awareAt: '2026-03-02T09:00:00Z',
    controllers: [
      { ...shop, awareAt: own },
      { ...shop, id: 'other' },
    ],
    processors: [{ ...shop, id: 'platform', awareAt: processorAwareAt }],
    groups: ['shop', 'other'].map((controller) => ({
      controller,
      country: 'FR',
      fields: ['email'],
      persons: 5,
      processor: 'platform',
    })),
  });
  const { duties } = deriveDuties(facts, packs.value, now);
  const one = (id: string) => duties.find((duty) => duty.id === `eu-gdpr/${id}/authority`);
  return { shop: one('shop'), other: one('other') };
};

test('a merchant told two days later has a later deadline, the others keep theirs', () => {
  const { shop: late, other } = owed('2026-03-04T09:00:00Z', null);
  expect(other?.deadline).toBe(owed(null, null).shop?.deadline);
  expect(Date.parse(late?.deadline ?? '') - Date.parse(other?.deadline ?? '')).toBe(48 * 3_600_000);
  expect(late?.arithmetic).toContain('The awareness is that of this controller itself.');
  expect(other?.arithmetic).not.toContain('of this controller itself');
});

test('where only the processor says when it knew, the strict reading counts from there and says so', () => {
  const { shop: told, other } = owed('2026-03-02T09:00:00Z', '2026-03-01T09:00:00Z');
  expect(other?.deadline).toBe(told?.deadline);
  expect(Date.parse(told?.strictDeadline ?? '') - Date.parse(other?.strictDeadline ?? '')).toBe(24 * 3_600_000);
  expect(other?.arithmetic).toContain('It is not recorded when this controller itself became aware');
});
