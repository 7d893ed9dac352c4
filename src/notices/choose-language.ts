import type { NoticePlan } from '../packs/notice-schema.ts';

/** In which language a notice is written, and why. */
export interface LanguageChoice {
  /** The person's language as recorded, BCP 47 in canonical form; null = none, or not a language tag. */
  readonly asked: string | null;
  /** The language of the texts. */
  readonly given: string;
  /** Locale for dates, numbers and names: the asked one when its language is given, else `given`. */
  readonly locale: string;
  readonly from: 'person' | 'place' | 'default';
  /** True when the person's own language is known and the notice is not in it. */
  readonly fellBack: boolean;
}

/**
 * The person's language if the pack has it (RFC 4647 section 3.4: `fr-CA` finds `fr`), else that of the person's place,
 * else the pack's default.
 */
export function chooseLanguage(
  plan: Pick<NoticePlan, 'languages' | 'language_fallback'>,
  person: { readonly language: string | null; readonly country: string | null; readonly region: string | null },
): LanguageChoice {
  const asked = canonicalTag(person.language);
  for (let tag = asked; tag !== null; tag = shorter(tag)) {
    const given = plan.languages.find((language) => language === tag);
    if (given !== undefined && asked !== null) return { asked, given, locale: asked, from: 'person', fellBack: false };
  }
  const region = (person.region ?? '').toUpperCase();
  const place = plan.language_fallback.places.find(
    (entry) => entry.country === person.country && (entry.regions.length === 0 || entry.regions.includes(region)),
  );
  const given = place?.language ?? plan.language_fallback.default;
  return { asked, given, locale: given, from: place === undefined ? 'default' : 'place', fellBack: asked !== null };
}

function canonicalTag(text: string | null): string | null {
  if (text === null) return null;
  try {
    return Intl.getCanonicalLocales(text.replaceAll('_', '-'))[0] ?? null;
  } catch {
    return null; // free text such as "Français": no tag, so the place decides
  }
}

function shorter(tag: string): string | null {
  const cut = tag.lastIndexOf('-');
  return cut < 0 ? null : tag.slice(0, cut);
}
