import { z } from 'zod';
import { err, ok, type Result } from '../core/result.ts';
import type { NoticeApproval, NoticeBook } from '../model/notice.ts';
import { caseFault } from './case-fault.ts';
import type { Deps } from './deps.ts';
import { factBaseOf } from './fact-base.ts';

export const noticeStatusInput = z.strictObject({ case: z.string().min(1) });

/** The document of `candour notices status --json`. */
export interface NoticeStanding extends NoticeBook {
  readonly approval: NoticeApproval | null;
}

/** The book of a case's notices as last drafted. Errors: `CASE_UNKNOWN`, `CASE_NO_NOTICES`. */
export const noticeStatus = {
  name: 'notices.status',
  permission: 'read',
  input: noticeStatusInput,
  async run(input: z.infer<typeof noticeStatusInput>, deps: Pick<Deps, 'cases'>): Promise<Result<NoticeStanding>> {
    const events = deps.cases.events(input.case);
    if (!events.ok) return events;
    const { notices, approval } = factBaseOf(events.value);
    return notices === null
      ? err(caseFault('CASE_NO_NOTICES', `notices of ${input.case}: none are drafted yet`))
      : ok({ ...notices, approval });
  },
} as const;
