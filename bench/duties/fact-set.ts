import { pick, randomBelow, seededRandom } from '../../src/core/random.ts';
import { BREACH_KINDS, type Facts, factsSchema } from '../../src/model/facts.ts';
import { FIELDS } from '../../src/model/field.ts';
import { INTENTS } from '../../src/model/finding.ts';
import type { LawPack } from '../../src/packs/law-pack.ts';

/** Seeded fact sets: any mixture of places that the laws speak for (and some they do not), fields, malice and things unknown. */
export function factSets(count: number, packs: readonly LawPack[], seed: number): readonly Facts[] {
  const random = seededRandom(seed);
  const places = placesOf(packs);
  const tri = (): boolean | null => pick(random, [true, false, false, null]);
  const flags = ['disclosedOutside', 'sold', 'misused', 'recipientKnown', 'recovered', 'encrypted', 'keyCompromised'];
  return Array.from({ length: count }, () =>
    factsSchema.parse({
      awareAt: new Date(Date.UTC(2024, 0, 1) + randomBelow(random, 3 * 365 * 86_400) * 1000).toISOString(),
      cause: pick(random, ['insider', 'external', 'mistake', 'unknown']),
      intent: pick(random, INTENTS),
      kinds: [pick(random, BREACH_KINDS)],
      ...Object.fromEntries(flags.map((flag) => [flag, tri()])),
      vulnerablePeople: tri(),
      revealing: tri(),
      controllers: ['a', 'b'].map((id) => ({ id, name: id, country: pick(random, places).country, sectors: [] })),
      groups: Array.from({ length: 1 + randomBelow(random, 4) }, () => ({
        controller: pick(random, ['a', 'b']),
        ...pick(random, places),
        fields: FIELDS.filter(() => random() < 0.12),
        persons: 1 + randomBelow(random, pick(random, [20, 2_000, 1_000_000])),
      })),
    }),
  );
}

function placesOf(packs: readonly LawPack[]): readonly { readonly country: string; readonly region: string | null }[] {
  const last = (pack: LawPack, list: string): readonly string[] => pack.law.lists[list]?.at(-1)?.words ?? [];
  const places = packs.flatMap((pack) => {
    const { countries, regions } = pack.law.covers;
    const region = regions === undefined ? null : (last(pack, regions)[0] ?? null);
    return last(pack, countries).map((country) => ({ country, region }));
  });
  return [...places, { country: 'ZZ', region: null }];
}
