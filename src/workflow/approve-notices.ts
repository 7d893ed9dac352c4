import { z } from 'zod';
import { err, ok, type Result } from '../core/result.ts';
import type { CaseEvent } from '../model/case.ts';
import type { NoticeApproval, NoticeBook } from '../model/notice.ts';
import { noticeFault } from '../notices/fault.ts';
import type { InspectedEntry, OutboxInspector } from '../ports/outbox-inspector.ts';
import type { NoticeRecord } from '../ports/record-store.ts';
import { appendToCase } from './append-to-case.ts';
import { caseFault } from './case-fault.ts';
import type { Deps } from './deps.ts';
import { factBaseOf } from './fact-base.ts';

export const approveNoticesInput = z.strictObject({
  case: z.string().min(1),
  approvedBy: z.string().min(1).max(100).describe('login name of the second person who lets the notices go'),
});

type ApproveDeps = Pick<Deps, 'caseFolder' | 'cases' | 'clock' | 'operator' | 'progress' | 'records'> & {
  outboxInspector(caseFolder: string): OutboxInspector;
};

/**
 * A second person lets the latest draft of a case go. Before that every message that lies in the outbox is held against the record that its
 * leaf commits to, so that nobody can change a text, an address or a state between the drafting and the word. The approval is an event of the
 * case, so a leaf; drafting again or a newer fact ends it. Errors: `CASE_NO_NOTICES`, `CASE_CLOSED`, `CASE_CONFLICT`, `NOTICE_SAME_PERSON`,
 * `NOTICE_OUTDATED`, `NOTICE_NOT_FIT`, `NOTICE_OUTBOX_DIFFERS`, those of the evidence log.
 */
export const approveNotices = {
  name: 'notices.approve',
  permission: 'release',
  input: approveNoticesInput,
  async run(input: z.infer<typeof approveNoticesInput>, deps: ApproveDeps): Promise<Result<NoticeApproval>> {
    const context = `approving notices of ${input.case}`;
    const events = deps.cases.events(input.case);
    if (!events.ok) return events;
    const draft = events.value.findLast((event) => event.kind === 'notices-drafted');
    if (draft?.kind !== 'notices-drafted') return err(caseFault('CASE_NO_NOTICES', `${context}: none are drafted yet`));
    const fit = fitToApprove(context, input.approvedBy, draft, events.value);
    if (!fit.ok) return fit;
    const held = await heldAgainstRecords(context, draft.document, deps);
    if (!held.ok) return held;
    const document: NoticeApproval = { draft: draft.document.draft, approvedBy: input.approvedBy, ...held.value };
    const approved = await appendToCase(input.case, { kind: 'notices-approved', document }, [input.approvedBy], deps);
    return approved.ok ? ok(document) : approved;
  },
} as const;

function fitToApprove(
  context: string,
  approvedBy: string,
  { by, document }: CaseEvent & { readonly document: NoticeBook },
  events: readonly CaseEvent[],
): Result<null> {
  if (approvedBy === by)
    return err(noticeFault('NOTICE_SAME_PERSON', `${context}: expected another person than who drafted, found ${by}`));
  if (factBaseOf(events).outdated.includes('notices'))
    return err(noticeFault('NOTICE_OUTDATED', `${context}: what they rest on has changed since they were drafted`));
  const [fault] = document.faults;
  if (fault !== undefined)
    return err(noticeFault('NOTICE_NOT_FIT', `${context}: ${fault.message} (${fault.persons} persons)`));
  if (!document.balanced)
    return err(noticeFault('NOTICE_NOT_FIT', `${context}: not every affected person stands in exactly one state`));
  return ok(null);
}

/** Both run in the order of drafting, and an erased person is in neither. */
async function heldAgainstRecords(
  context: string,
  { case: caseId, draft, affected }: NoticeBook,
  { caseFolder, outboxInspector, progress, records }: ApproveDeps,
): Promise<Result<Pick<NoticeApproval, 'persons' | 'messages'>>> {
  const differs = (what: string): Result<never> =>
    err(noticeFault('NOTICE_OUTBOX_DIFFERS', `${context}: ${what} is not as it was drafted`));
  const inspector = outboxInspector(caseFolder(caseId));
  const step = progress.step('approve', affected, 'persons');
  const kept = records.noticesOf(caseId, draft)[Symbol.iterator]();
  let [persons, messages] = [0, 0];
  try {
    for await (const entry of inspector.entries()) {
      const record = kept.next();
      if (record.done === true || !isAsDrafted(entry, record.value)) return differs(`notice ${entry.notice}`);
      persons += 1;
      if (entry.found !== null) messages += 1;
      step.at(persons);
    }
    const left = kept.next();
    if (left.done !== true) return differs(`notice ${left.value.body.notice}`);
    if ((await inspector.messages()) !== messages) return differs('the number of messages in outbox/');
    return ok({ persons, messages });
  } catch (error) {
    if (error instanceof SyntaxError) return differs(`line ${persons + 1} of outbox/index.ndjson`);
    throw error;
  } finally {
    // An unfinished read would keep the state's journal in use.
    kept.return?.();
    step.end();
  }
}

function isAsDrafted(entry: InspectedEntry, { about, body }: NoticeRecord): boolean {
  return (
    entry.found === body.sha256 &&
    entry.sha256 === body.sha256 &&
    entry.subject === about &&
    entry.notice === body.notice &&
    entry.state === body.state &&
    entry.why === body.why &&
    entry.controller === body.controller &&
    entry.variant === body.variant &&
    entry.regime === body.regime &&
    entry.language === body.language
  );
}
