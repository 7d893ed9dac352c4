import type { Facts } from '../model/facts.ts';

type Place = readonly [country: string, region: string | null];

/**
 * Codes that stand for a place which laws know by another one: territories with a code of their own that are also part of a country
 * (ISO 3166-2: US-PR, FR-971, FI-01, …), and two codes in wide use for the ISO ones (UK is reserved for the United Kingdom; EL is what the EU
 * writes for Greece). Left out: places with laws of their own, or where it is not sure that the country's laws hold (Hong Kong, Svalbard, Aruba, French Polynesia).
 */
const PLACES: ReadonlyMap<string, Place> = new Map([
  ['PR', ['US', 'PR']],
  ['GU', ['US', 'GU']],
  ['VI', ['US', 'VI']],
  ['AS', ['US', 'AS']],
  ['MP', ['US', 'MP']],
  ['AX', ['FI', '01']],
  ['GP', ['FR', '971']],
  ['MQ', ['FR', '972']],
  ['GF', ['FR', '973']],
  ['RE', ['FR', '974']],
  ['YT', ['FR', '976']],
  ['MF', ['FR', 'MF']],
  ['UK', ['GB', null]],
  ['EL', ['GR', null]],
]);

/** Whether laws know this place by another code. */
export const isOtherCode = (country: string): boolean => PLACES.has(country);

interface Placed {
  readonly country: string | null;
  readonly region: string | null;
}

/** The facts with each place under the codes that laws use; the same object where all are. */
export function placed(facts: Facts): Facts {
  const { groups, controllers, processors } = facts;
  if (![groups, controllers, processors].some((all: readonly Placed[]) => all.some(isElsewhere))) return facts;
  return { ...facts, groups: groups.map(at), controllers: controllers.map(at), processors: processors.map(at) };
}

const isElsewhere = ({ country }: Placed): boolean => country !== null && PLACES.has(country);

function at<T extends Placed>(one: T): T {
  const place = one.country === null ? undefined : PLACES.get(one.country);
  return place === undefined ? one : { ...one, country: place[0], region: place[1] ?? one.region };
}
