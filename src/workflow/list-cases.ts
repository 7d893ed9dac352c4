import { z } from 'zod';
import { ok, type Result } from '../core/result.ts';
import type { CaseSummary } from '../model/case.ts';
import type { Deps } from './deps.ts';

/** All cases, oldest first. */
export const listCases = {
  name: 'case.list',
  permission: 'read',
  input: z.strictObject({}),
  async run(_: Record<string, never>, deps: Pick<Deps, 'cases'>): Promise<Result<readonly CaseSummary[]>> {
    return ok(deps.cases.list());
  },
} as const;
