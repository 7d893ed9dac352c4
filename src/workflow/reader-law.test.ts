import { expect, it } from 'vitest';
import { type Instant, parseInstant } from '../core/instant.ts';
import { companySchema } from '../model/company.ts';
import { factsSchema } from '../model/facts.ts';
import { representedBy } from '../notices/represented.ts';
import { loadLawPacks } from '../packs/law-pack.ts';
import { inventedController } from '../testing/case/invented-controller.ts';
import { readerLawOf } from './reader-law.ts';

const packs = loadLawPacks(new URL('../../packs', import.meta.url).pathname);
if (!packs.ok) throw new Error(packs.error.message);

const representative = (country: string) => ({
  country,
  name: `Example ${country}`,
  address: '1 Example Street',
  contact: `rep@${country.toLowerCase()}.example.com`,
});

/** Who represents the shop towards a reader in each country. */
const representedIn = (countries: readonly string[], representatives: readonly string[]) => {
  const controller = { ...inventedController, representatives: representatives.map(representative) };
  const facts = factsSchema.parse({
    awareAt: '2026-03-04T09:20:00Z',
    controllers: [
      {
        id: 'shop',
        name: 'Example Inc',
        country: 'US',
        representatives: controller.representatives.map(({ country, name }) => ({ country, name })),
      },
    ],
    groups: countries.map((country) => ({ controller: 'shop', country, fields: ['email'], persons: 20 })),
    assessments: {
      'eu-gdpr/noRepresentativeNeeded': { answer: false, reason: 'daily orders' },
      'ch-fadp/representativeNeeded': { answer: true, reason: 'daily orders of medicine' },
    },
  });
  const law = readerLawOf(facts, packs.value, parseInstant('2026-06-01') as Instant, () => undefined);
  return countries.map((country) => {
    const found = representedBy(law('shop', { country, region: null, fields: ['email'] }), controller);
    return [country, found.state, 'by' in found ? found.by.country : 'asked' in found ? found.asked.regime : null];
  });
};

it('gives each reader the representative of the law at home, and says where one is missing or may be', () => {
  expect(representedIn(['FR', 'GB', 'CH', 'JP', 'US'], ['DE'])).toEqual([
    ['FR', 'named', 'DE'],
    ['GB', 'open', 'uk-gdpr'],
    ['CH', 'missing', 'ch-fadp'],
    ['JP', 'none', null],
    ['US', 'none', null],
  ]);
  expect(representedIn(['FR', 'GB', 'CH'], ['GB', 'CH'])).toEqual([
    ['FR', 'missing', 'eu-gdpr'],
    ['GB', 'named', 'GB'],
    ['CH', 'named', 'CH'],
  ]);
});

it('a company names one representative for each country', () => {
  const company = (countries: readonly string[]) =>
    companySchema.safeParse({
      name: 'Example',
      controllers: [{ ...inventedController, representatives: countries.map(representative) }],
    });
  expect(company(['DE', 'GB']).success).toBe(true);
  expect(company(['DE', 'GB', 'DE']).error?.issues.map(({ path, message }) => [path.join('.'), message])).toEqual([
    ['controllers.0.representatives.2.country', 'expected one representative in DE'],
  ]);
});
