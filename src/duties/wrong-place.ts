import type { Instant } from '../core/instant.ts';
import type { Facts } from '../model/facts.ts';
import type { LawPack } from '../packs/law-pack.ts';
import { regionCode } from './fact-view.ts';
import { lawBook } from './law-book.ts';
import { isOtherCode } from './place.ts';

// CLDR has names for these, and no country has the code: outlying Oceania, the EU, the euro area, the UN, an unknown region.
const NO_COUNTRY: ReadonlySet<string> = new Set(['QO', 'EU', 'EZ', 'UN', 'ZZ']);

/** Countries without an ISO code, and regions that neither a law knows by name nor are as long as the codes that laws use there. */
export function wrongPlaces({ groups, controllers, processors }: Facts, packs: readonly LawPack[], now: Instant) {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const { covers } = lawBook(packs, now);
  const wrong: { path: (string | number)[]; keys: (keyof Facts)[]; message: string }[] = [];
  for (const [kind, all] of [
    ['groups', groups],
    ['controllers', controllers],
    ['processors', processors],
  ] as const) {
    all.forEach(({ country, region }, index) => {
      if (country === null) return;
      if (NO_COUNTRY.has(country) || (names.of(country) === undefined && !isOtherCode(country))) {
        wrong.push({
          path: [kind, index, 'country'],
          keys: [kind],
          message: 'expected an ISO 3166-1 code of two letters',
        });
        return;
      }
      const words = (covers.get(country) ?? []).flatMap(({ regions }) => [...(regions ?? [])]);
      const codes = words.filter((word) => /^[A-Z0-9]{1,3}$/.test(word));
      const code = regionCode(country, region);
      if (code === null || codes.length === 0 || words.includes(code)) return;
      if (/^[A-Z0-9]+$/.test(code) && codes.some(({ length }) => length === code.length)) return;
      const message = `expected the code of a region of ${country} (ISO 3166-2 after the hyphen), for example ${codes[0]}`;
      wrong.push({ path: [kind, index, 'region'], keys: [kind], message });
    });
  }
  return wrong;
}
