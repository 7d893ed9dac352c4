import { err, ok, type Result } from '../core/result.ts';
import { type Facts, factsSchema } from '../model/facts.ts';
import { caseFault } from './case-fault.ts';

/** What a person can state about a case; the rest of `Facts` comes from its documents, the company and the clock. */
export type FactKey = Exclude<keyof Facts, 'case' | 'asOf' | 'controllers' | 'processors' | 'groups' | 'likely'>;

const {
  case: _case,
  asOf: _asOf,
  controllers: _controllers,
  processors: _processors,
  groups: _groups,
  likely: _likely,
  ...stated
} = factsSchema.shape;

/** In the order in which the facts' schema lists them. */
export const FACT_KEYS: readonly FactKey[] = Object.keys(stated) as FactKey[];

const isFactKey = (key: string): key is FactKey => key in stated;

/** The value as the facts' schema takes it, defaults filled in. Error: `CASE_FACT_INVALID`, with every problem. */
export function parseFact(key: string, value: unknown): Result<{ readonly key: FactKey; readonly value: unknown }> {
  if (!isFactKey(key)) {
    return err(caseFault('CASE_FACT_INVALID', `setting a fact: expected one of ${FACT_KEYS.join(', ')}`));
  }
  const parsed = stated[key].safeParse(value);
  if (parsed.success) return ok({ key, value: parsed.data });
  const problems = parsed.error.issues.map((issue) => [...issue.path, issue.message].join(': '));
  return err(caseFault('CASE_FACT_INVALID', `setting the fact ${key}: ${problems.join('; ')}`));
}
