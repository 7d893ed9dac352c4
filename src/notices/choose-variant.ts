import { err, ok, type Result } from '../core/result.ts';
import type { ContentKey } from '../model/duty.ts';
import type { ReaderLaw } from '../model/notice.ts';
import type { NoticePlan, NoticeVariant } from '../packs/notice-schema.ts';
import type { ConditionTruth } from './condition.ts';
import { noticeFault } from './fault.ts';

export interface VariantChoice {
  readonly variant: NoticeVariant;
  /** Content that the form asks for, and every regime that covers the person, of people like this one. */
  readonly required: readonly ContentKey[];
}

/**
 * The first form that fits. A form is used even where its law asks for no notice: it is never poorer than the general one,
 * and only what a law asks, or may ask, for this person adds content. Error: `NOTICE_VARIANT_MISSING`.
 */
export function chooseVariant(
  plan: Pick<NoticePlan, 'variants'>,
  is: ConditionTruth,
  { mandates }: Pick<ReaderLaw, 'mandates'>,
): Result<VariantChoice> {
  const fitting = plan.variants.filter((variant) => is[variant.when] === true);
  const [variant] = fitting;
  if (variant === undefined) {
    return err(
      noticeFault('NOTICE_VARIANT_MISSING', 'choosing the form of a notice: expected one that fits; found none'),
    );
  }
  const regimes = new Set(fitting.map((form) => form.regime));
  const owed = mandates.filter(({ law }) => regimes.has(law));
  const asked = new Set([...variant.keys, ...owed.map(({ key }) => key)]);
  const required = [...asked].filter((key) => {
    const when = variant.only_when[key];
    return when === undefined || is[when] === true;
  });
  return ok({ variant, required });
}
