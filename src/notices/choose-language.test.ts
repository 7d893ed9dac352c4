import { describe, expect, it } from 'vitest';
import { chooseLanguage } from './choose-language.ts';

const plan = {
  languages: ['en', 'fr'],
  language_fallback: {
    places: [
      { country: 'CA', regions: ['QC'], language: 'fr' },
      { country: 'FR', regions: [], language: 'fr' },
    ],
    default: 'en',
  },
};
const choose = (language: string | null, country: string | null = null, region: string | null = null) =>
  chooseLanguage(plan, { language, country, region });

describe('the language of a notice', () => {
  it("is the person's own where the pack has it, with dates as in the person's country", () => {
    expect(choose('fr_ca')).toEqual({ asked: 'fr-CA', given: 'fr', locale: 'fr-CA', from: 'person', fellBack: false });
  });

  it("comes before that of the person's place", () => {
    expect(choose('en', 'FR').given).toBe('en');
  });

  it('is that of the place when none is recorded, and this is no fallback from a wish', () => {
    expect(choose(null, 'CA', 'qc')).toMatchObject({ given: 'fr', from: 'place', fellBack: false });
    expect(choose(null, 'CA', 'ON')).toMatchObject({ given: 'en', from: 'default', fellBack: false });
  });

  it('records what was asked when the pack lacks it', () => {
    expect(choose('de-AT', 'AT')).toEqual({
      asked: 'de-AT',
      given: 'en',
      locale: 'en',
      from: 'default',
      fellBack: true,
    });
  });

  it('ignores text that is no language tag', () => {
    expect(choose('Français parlé', 'FR')).toMatchObject({ asked: null, given: 'fr', fellBack: false });
  });
});
