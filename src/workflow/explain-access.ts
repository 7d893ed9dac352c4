import { z } from 'zod';
import { ok, type Result } from '../core/result.ts';
import {
  type ExplainedAccessRow,
  type ExplainingTieRow,
  type Explanation,
  explanationOf,
} from '../detect/explanation.ts';
import type { Deps } from './deps.ts';
import { keepRead, type ReadDeps } from './keep-read.ts';

export const explainInput = z.strictObject({
  actor: z.string().min(1).describe('person or account'),
  subject: z.string().min(1).describe('customer id, or an e-mail address or telephone number of one'),
});

/**
 * Says what on record explains an actor's accesses to a subject, and records that it was asked. Two scans of the lake, filtered. Errors: the
 * lake's and the evidence log's.
 */
export const explainAccess = {
  name: 'access.explain',
  permission: 'read',
  input: explainInput,
  async run(input: z.infer<typeof explainInput>, deps: ReadDeps & Pick<Deps, 'lake'>): Promise<Result<Explanation>> {
    const session = await deps.lake.open();
    if (!session.ok) return session;
    try {
      const [row] = await session.value.rows<ExplainedAccessRow>('explain-access', input);
      if (row === undefined) throw new Error('explain-access gives one row');
      const ties = await session.value.rows<ExplainingTieRow>('explain-tie', input);
      const kinds = await session.value.rows<{ readonly kind: string }>('explain-looked-for');
      const kept = await keepRead({ what: 'explanation', id: row.actor, case: null, about: row.subject }, deps);
      if (!kept.ok) return kept;
      return ok(
        explanationOf(
          row,
          ties,
          kinds.map(({ kind }) => kind),
        ),
      );
    } finally {
      await session.value.close();
    }
  },
} as const;
