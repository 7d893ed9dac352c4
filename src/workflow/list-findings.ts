import { z } from 'zod';
import { ok, type Result } from '../core/result.ts';
import type { Finding } from '../model/finding.ts';
import type { Deps } from './deps.ts';
import { keepRead, type ReadDeps } from './keep-read.ts';

export const listFindingsInput = z.strictObject({});

/** What detection reported, most surprising first. It names people of the workforce: the read is recorded. Errors: those of the evidence log. */
export const listFindings = {
  name: 'findings.list',
  permission: 'read',
  input: listFindingsInput,
  async run(
    _input: z.infer<typeof listFindingsInput>,
    deps: ReadDeps & Pick<Deps, 'findings'>,
  ): Promise<Result<{ readonly findings: readonly Finding[] }>> {
    const findings = deps.findings.list();
    if (!findings.ok || findings.value.length === 0) return findings.ok ? ok({ findings: [] }) : findings;
    const kept = await keepRead({ what: 'findings', id: null, case: null, about: null }, deps);
    return kept.ok ? ok({ findings: findings.value }) : kept;
  },
} as const;
