import { expect, test } from 'vitest';
import { type Instant, parseInstant } from '../core/instant.ts';
import { factsSchema } from '../model/facts.ts';
import { loadLawPacks } from '../packs/law-pack.ts';
import type { Deps } from './deps.ts';
import { deriveDutiesFromFacts } from './derive-duties.ts';

const deps = (packsFolder: string): Deps =>
  ({
    packsFolder,
    laws: () => loadLawPacks(packsFolder),
    clock: { now: () => parseInstant('2026-03-05') as Instant },
  }) as Partial<Deps> as Deps;

const facts = factsSchema.parse({
  awareAt: '2026-03-04T09:20:00Z',
  cause: 'insider',
  sold: true,
  controllers: [{ id: 'shop', name: 'Example SAS', country: 'FR', sectors: [] }],
  groups: [{ controller: 'shop', country: 'FR', fields: ['email'], persons: 12 }],
});

test('duties follow from facts under the shipped laws, as of the clock', async () => {
  const result = await deriveDutiesFromFacts.run({ facts }, deps(new URL('../../packs', import.meta.url).pathname));
  expect(result.ok && result.value.asOf).toBe('2026-03-05T00:00:00.000Z');
  const general = result.ok ? result.value.duties.filter(({ regime }) => regime === 'eu-gdpr') : [];
  expect(general.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual([
    'eu-gdpr/shop/authority required',
    'eu-gdpr/shop/individuals depends',
    'eu-gdpr/shop/register required',
  ]);
});

test('a folder without law packs leaves everyone uncovered, not untold in silence', async () => {
  const result = await deriveDutiesFromFacts.run({ facts }, deps('/nonexistent'));
  expect(result.ok && result.value).toMatchObject({ duties: [], uncovered: [{ country: 'FR', persons: 12 }] });
});
