import type { Uncovered } from '../model/duty.ts';
import type { AffectedGroup } from '../model/facts.ts';
import type { LawPack } from '../packs/law-pack.ts';
import { regionCode } from './fact-view.ts';
import type { LawOnDay } from './law-on-day.ts';

interface Cover {
  readonly countries: readonly string[];
  /** Null: the whole country. */
  readonly regions: readonly string[] | null;
  readonly except: LawPack['law']['covers']['except'];
}

/** People for whose place of residence no law given here speaks, or not alone, summed per place; in order of appearance. */
export function uncoveredPeople(groups: readonly AffectedGroup[], laws: readonly LawOnDay[]): readonly Uncovered[] {
  const covers = laws
    .filter(({ pack, applies }) => !pack.law.covers.sector && applies !== undefined)
    .map(({ pack, lists }): Cover => {
      const { countries, regions, except } = pack.law.covers;
      return {
        countries: lists[countries] ?? [],
        regions: regions === undefined ? null : (lists[regions] ?? []),
        except,
      };
    });
  const places = new Map<string, Uncovered>();
  for (const { country, region, persons } of groups) {
    const why = whyUncovered(country, regionCode(country, region), covers);
    if (why === null || persons === 0) continue;
    const key = JSON.stringify([country, region]);
    places.set(key, { country, region, persons: persons + (places.get(key)?.persons ?? 0), why });
  }
  return [...places.values()];
}

function whyUncovered(country: string | null, region: string | null, covers: readonly Cover[]): string | null {
  if (country === null) return 'The country of residence is not known, so no law of residence can be chosen.';
  const here = covers.filter(({ countries }) => countries.includes(country));
  if (here.length === 0) return `No law pack speaks for ${country} at this date.`;
  if (region !== null && here.some(({ regions }) => regions?.includes(region) === true)) return null;
  const whole = here.filter(({ regions }) => regions === null);
  const except = whole
    .flatMap((cover) => cover.except)
    .find((exception) => region !== null && exception.regions.includes(region));
  if (except !== undefined) return except.why;
  if (whole.length > 0) return null;
  if (region === null) return `The laws of ${country} differ by region, and the region of residence is not known.`;
  return `No law pack speaks for ${region} in ${country} at this date.`;
}
