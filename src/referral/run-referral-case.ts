import type { ReferralCase, ReferralPack, ReferralText } from '../packs/referral-pack.ts';
import { fillTemplate, type TemplateValues } from './template.ts';

export interface ReferralFailure {
  readonly case: string;
  readonly expected: string;
  readonly found: string;
}

/** Fills every text with the invented values, then each case's text with the case's over them; gives what was not as it should be. */
export function runReferralCases(
  pack: ReferralPack,
  given: { readonly values: Readonly<Record<string, unknown>>; readonly cases: readonly ReferralCase[] },
): readonly ReferralFailure[] {
  const filled = (text: ReferralText, more: Readonly<Record<string, unknown>>) =>
    fillTemplate(text.path, text.template, { ...given.values, ...more } as TemplateValues, text.html);
  const unfilled = pack.texts.flatMap((text) => {
    const result = filled(text, {});
    return result.ok ? [] : [{ case: text.path, expected: 'a text without holes', found: result.error.message }];
  });
  const wrong = given.cases.flatMap((one) => {
    const text = pack.texts.find(({ path }) => path === one.path);
    if (text === undefined) return [{ case: one.file, expected: 'a text of the pack', found: one.path }];
    const result = filled(text, one.given);
    if (!result.ok) return [{ case: one.file, expected: 'a text without holes', found: result.error.message }];
    return [
      ...one.says.flatMap((words) =>
        result.value.includes(words) ? [] : [{ case: one.file, expected: words, found: 'a text without these words' }],
      ),
      ...one.never.flatMap((words) =>
        result.value.includes(words) ? [{ case: one.file, expected: `a text without: ${words}`, found: words }] : [],
      ),
    ];
  });
  return [...unfilled, ...wrong];
}
