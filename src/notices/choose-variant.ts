import { err, ok, type Result } from '../core/result.ts';
import type { ContentKey, Duty } from '../model/duty.ts';
import type { NoticePlan, NoticeVariant } from '../packs/notice-schema.ts';
import type { ConditionTruth } from './condition.ts';
import { noticeFault } from './fault.ts';

export interface VariantChoice {
  readonly variant: NoticeVariant;
  /** Content that the form and the duties of every regime that covers the person ask for. */
  readonly required: readonly ContentKey[];
}

/**
 * The first form that fits. A form is used even where its law asks for no notice: it is never poorer than the general one,
 * and only duties that are required (or may be) add content. Error: `NOTICE_VARIANT_MISSING`.
 */
export function chooseVariant(
  plan: Pick<NoticePlan, 'variants'>,
  is: ConditionTruth,
  duties: readonly Duty[],
  controller: string,
): Result<VariantChoice> {
  const fitting = plan.variants.filter((variant) => is[variant.when] === true);
  const [variant] = fitting;
  if (variant === undefined) {
    return err(
      noticeFault('NOTICE_VARIANT_MISSING', 'choosing the form of a notice: expected one that fits; found none'),
    );
  }
  const regimes = new Set(fitting.map((form) => form.regime));
  const owed = duties.filter(
    (duty) =>
      duty.recipient === 'individuals' &&
      duty.bearer === controller &&
      duty.verdict !== 'not-required' &&
      regimes.has(duty.regime),
  );
  const asked = new Set([...variant.keys, ...owed.flatMap((duty) => duty.content)]);
  const required = [...asked].filter((key) => {
    const when = variant.only_when[key];
    return when === undefined || is[when] === true;
  });
  return ok({ variant, required });
}
