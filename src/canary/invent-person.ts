import type { Canary } from '../model/canary.ts';
import type { BaseStatistics, Stratum } from './base-statistics.ts';
import type { KeyedStream } from './keyed-stream.ts';

export type InventedPerson = Omit<Canary, 'id' | 'kind' | 'emails'>;

// House numbers of ordinary streets.
const HOUSE_NUMBERS = 180;

/**
 * Draws somebody who could be a customer: country, region, language and controller as often together as in the base, each field filled as
 * often as it is there, and words that many customers share. Put together at random, so that no real person's name, street and town are
 * taken together except by chance; whether chance did, only the base can say.
 */
export function personInventor(base: BaseStatistics): (stream: KeyedStream) => InventedPerson {
  const strata = weighed(base.strata);
  const firsts = byCountry(base.words.filter(({ place }) => place === 'first'));
  const rests = byCountry(base.words.filter(({ place }) => place === 'rest'));
  const streets = byCountry(base.streets);
  const towns = grouped(base.towns, ({ country, region }) => placeKey(country, region));
  return (stream) => {
    const { country, region, language, controller, tenant, ...fill } = drawn(strata, stream) ?? NOBODY;
    const has = (count: number): boolean => stream.unit() * fill.persons < count;
    const first = drawn(firsts.get(country), stream)?.word;
    const rest = drawn(rests.get(country), stream)?.word;
    const named = has(fill.named) && first !== undefined && rest !== undefined;
    const town = drawn(towns.get(placeKey(country, region)), stream);
    const street = drawn(streets.get(country), stream)?.pattern;
    const number = String(1 + stream.below(HOUSE_NUMBERS));
    const housed = has(fill.housed) && town !== undefined;
    const posted = has(fill.posted) && town !== undefined;
    return {
      name: named ? `${first} ${rest}` : null,
      address: housed && street !== undefined ? street.replace('#', number) : null,
      postcode: posted ? filledIn(town.postcode, stream) : null,
      city: housed || posted ? town.city : null,
      country,
      region,
      language,
      controller,
      tenant,
    };
  };
}

const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ';

const filledIn = (shape: string | null, stream: KeyedStream): string | null =>
  shape?.replaceAll(/[#@]/g, (mark) =>
    mark === '#' ? String(stream.below(10)) : (LETTERS[stream.below(LETTERS.length)] ?? ''),
  ) ?? null;

const NOBODY: Stratum = {
  country: null,
  region: null,
  language: null,
  controller: null,
  tenant: null,
  persons: 1,
  named: 0,
  housed: 0,
  posted: 0,
};

const placeKey = (country: string | null, region: string | null): string => JSON.stringify([country, region]);

/** Things with the sums of their counts, for drawing by count. */
interface Weighed<T> {
  readonly items: readonly T[];
  readonly sums: readonly number[];
}

function weighed<T extends { readonly persons: number }>(items: readonly T[]): Weighed<T> {
  let sum = 0;
  return { items, sums: items.map(({ persons }) => (sum += persons)) };
}

function drawn<T>(from: Weighed<T> | undefined, stream: KeyedStream): T | undefined {
  const total = from?.sums.at(-1);
  if (from === undefined || total === undefined) return undefined;
  const at = stream.unit() * total;
  let [low, high] = [0, from.sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((from.sums[middle] ?? 0) > at) high = middle;
    else low = middle + 1;
  }
  return from.items[low];
}

function grouped<T extends { readonly persons: number }, K>(
  items: readonly T[],
  keyOf: (item: T) => K,
): ReadonlyMap<K, Weighed<T>> {
  return new Map([...Map.groupBy(items, keyOf)].map(([key, of]) => [key, weighed(of)]));
}

const byCountry = <T extends { readonly persons: number; readonly country: string | null }>(items: readonly T[]) =>
  grouped(items, ({ country }) => country);
