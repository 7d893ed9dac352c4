import { z } from 'zod';
import { err, ok, type Result } from '../core/result.ts';
import type { CaseEventBody, CaseSummary } from '../model/case.ts';
import type { FindingStore } from '../ports/finding-store.ts';
import { refusePersonal } from './append-to-case.ts';
import { caseFault } from './case-fault.ts';
import type { Deps } from './deps.ts';

export const openCaseInput = z.strictObject({
  title: z.string().trim().min(1).max(200).describe('what is suspected; no names'),
  finding: z.string().min(1).nullable().default(null).describe('id of the finding that the case starts from'),
});

export interface OpenCaseDeps extends Pick<Deps, 'cases' | 'clock' | 'ids' | 'operator'> {
  readonly findings: Pick<FindingStore, 'get'>;
}

/** Opens a case, from a finding or from a suspicion alone. Errors: `CASE_FINDING_UNKNOWN`, `CASE_TEXT_PERSONAL`. */
export const openCase = {
  name: 'case.open',
  permission: 'write',
  input: openCaseInput,
  async run(input: z.infer<typeof openCaseInput>, deps: OpenCaseDeps): Promise<Result<CaseSummary>> {
    const clean = refusePersonal([input.title]);
    if (!clean.ok) return clean;
    const found = input.finding === null ? ok(null) : deps.findings.get(input.finding);
    if (!found.ok) return found;
    const finding = found.value;
    if (input.finding !== null && finding === null) {
      return err(
        caseFault(
          'CASE_FINDING_UNKNOWN',
          `opening a case: expected a reported finding, found none of id ${input.finding}`,
        ),
      );
    }
    const caseId = deps.ids.fresh('case');
    const at = deps.clock.now();
    const bodies: readonly CaseEventBody[] = [
      { kind: 'opened', title: input.title, finding: input.finding },
      ...(finding === null ? [] : [{ kind: 'detected', document: finding } as const]),
    ];
    const opened = await deps.cases.append(caseId, 0, at, deps.operator, bodies);
    return opened.ok ? ok({ case: caseId, title: input.title, openedAt: at, status: 'open' }) : opened;
  },
} as const;
