import type { Uncovered } from '../model/duty.ts';
import type { AffectedGroup } from '../model/facts.ts';
import { regionCode } from './fact-view.ts';
import type { LawBook } from './law-book.ts';

/** People for whose place of residence no law given here speaks, or not alone, summed per place; in order of appearance. */
export function uncoveredPeople(groups: readonly AffectedGroup[], { covers, silences }: LawBook): readonly Uncovered[] {
  const places = new Map<string, Uncovered>();
  for (const { country, region, persons } of groups) {
    const code = regionCode(country, region);
    const place = `${country ?? ''} ${code ?? ''}`;
    let why = silences.get(place);
    if (why === undefined) {
      why = whyUncovered(country, code, covers);
      // Regions are free text: a process that lives long must not remember all of them.
      if (silences.size >= MOST_PLACES) silences.clear();
      silences.set(place, why);
    }
    if (why === null || persons === 0) continue;
    const key = JSON.stringify([country, region]);
    places.set(key, { country, region, persons: persons + (places.get(key)?.persons ?? 0), why });
  }
  return [...places.values()];
}

const MOST_PLACES = 20_000;

function whyUncovered(country: string | null, region: string | null, covers: LawBook['covers']): string | null {
  if (country === null) return 'The country of residence is not known, so no law of residence can be chosen.';
  const here = covers.get(country);
  if (here === undefined) return `No law pack speaks for ${country} at this date.`;
  if (region !== null && here.some(({ regions }) => regions?.has(region) === true)) return null;
  const whole = here.filter(({ regions }) => regions === null);
  const except = whole
    .flatMap((cover) => cover.except)
    .find((exception) => region !== null && exception.regions.includes(region));
  if (except !== undefined) return except.why;
  if (whole.length > 0) return null;
  if (region === null) return `The laws of ${country} differ by region, and the region of residence is not known.`;
  return `No law pack speaks for ${region} in ${country} at this date.`;
}
