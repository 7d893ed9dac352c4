import type { Random } from '../../core/random.ts';
import { shuffle, unitOf, weightedIndex, zipfRank } from './chance.ts';
import { PLACE_WEIGHTS, PLACES } from './country.ts';
import { SITES } from './site.ts';

/**
 * Who the customers are, as numbers: twelve bytes each, whatever the length of the log. Customer numbers in a list stand
 * in order of popularity.
 */
export interface CustomerBase {
  readonly count: number;
  /** Number into PLACES, by customer. */
  readonly place: Uint8Array;
  /** The how-manieth of the country, by customer: what makes telephone numbers differ. */
  readonly countryRank: Int32Array;
  /** Customers by place. */
  readonly inPlace: readonly Int32Array[];
  /** Customers by site: those of the site's controller. */
  readonly inSite: readonly Int32Array[];
}

export function planCustomerBase(seed: number, count: number, random: Random): CustomerBase {
  const place = new Uint8Array(count);
  const countryRank = new Int32Array(count);
  const sizes = PLACES.map(() => 0);
  const ranks = new Map<number, number>();
  for (let i = 0; i < count; i += 1) {
    const at = weightedIndex(PLACE_WEIGHTS, unitOf(seed, i, 11));
    const country = PLACES[at]?.countryNo ?? 0;
    const rank = ranks.get(country) ?? 0;
    place[i] = at;
    countryRank[i] = rank;
    ranks.set(country, rank + 1);
    sizes[at] = (sizes[at] ?? 0) + 1;
  }
  const siteOf = PLACES.map(({ country }) => SITES.findIndex((site) => site.controller === country.controller));
  const inPlace = PLACES.map((_, at) => listed(place, sizes[at] ?? 0, (other) => other === at));
  const inSite = SITES.map((_, site) => {
    const size = sizes.reduce((sum, n, at) => (siteOf[at] === site ? sum + n : sum), 0);
    return listed(place, size, (at) => siteOf[at] === site);
  });
  for (const list of [...inPlace, ...inSite]) shuffle(random, list);
  return { count, place, countryRank, inPlace, inSite };
}

function listed(place: Uint8Array, size: number, belongs: (at: number) => boolean): Int32Array {
  const list = new Int32Array(size);
  let n = 0;
  for (let i = 0; i < place.length; i += 1) if (belongs(place[i] ?? 0)) list[n++] = i;
  return list;
}

/** A customer of the list by popularity: Zipf with exponent `s`. -1 when the list is empty. */
export const popular = (random: Random, list: Int32Array, s: number): number =>
  list.length === 0 ? -1 : (list[zipfRank(random, list.length, s)] ?? -1);

/** Digits of a customer's id: every id of a company has the same length. */
export const idDigits = (count: number): number => Math.max(6, String(count - 1).length);

/** `c-001234`. */
export const customerId = (customer: number, digits: number): string => `c-${String(customer).padStart(digits, '0')}`;
