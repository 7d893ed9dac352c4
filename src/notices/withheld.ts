import type { ContentKey } from '../model/duty.ts';
import type { Facts } from '../model/facts.ts';
import type { ContentRule, ReaderLaw } from '../model/notice.ts';

/** One key that a law forbids, with the laws that ask for it. */
interface ContentConflict {
  readonly key: ContentKey;
  readonly forbids: ContentRule;
  readonly mandates: readonly ContentRule[];
}

type Decisions = Facts['assessments'];

/** Where a person's decision about one prohibition stands among the assessments: does it bind this notice? */
export const decisionOn = ({ law, key }: Pick<ContentRule, 'law' | 'key'>): string => `${law}/forbids-${key}`;

/**
 * What a notice may not say: all that a law which binds the person forbids, or may forbid, but for prohibitions that somebody decided,
 * with a reason on record, do not bind this notice.
 */
export const withheldKeys = ({ forbids }: ReaderLaw, decisions: Decisions): ReadonlySet<ContentKey> =>
  new Set(forbids.filter((rule) => decisions[decisionOn(rule)]?.answer !== false).map(({ key }) => key));

/** Where one law forbids what another asks for, and nobody has decided which of them this notice follows. */
export const openConflicts = ({ forbids, mandates }: ReaderLaw, decisions: Decisions): readonly ContentConflict[] =>
  forbids
    .filter((rule) => decisions[decisionOn(rule)] === undefined)
    .map((rule) => ({ key: rule.key, forbids: rule, mandates: mandates.filter(({ key }) => key === rule.key) }))
    .filter(({ mandates: asked }) => asked.length > 0);
