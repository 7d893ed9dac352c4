import { z } from 'zod';
import type { Result } from '../core/result.ts';
import type { CaseSummary } from '../model/case.ts';
import type { Deps } from './deps.ts';

/** All cases, oldest first. Error: `STATE_RECORD_DAMAGED`. */
export const listCases = {
  name: 'case.list',
  permission: 'read',
  input: z.strictObject({}),
  async run(_: Record<string, never>, deps: Pick<Deps, 'cases'>): Promise<Result<readonly CaseSummary[]>> {
    return deps.cases.list();
  },
} as const;
