import { z } from 'zod';
import { err, ok, type Result } from '../core/result.ts';
import type { CaseEvent } from '../model/case.ts';
import type { FrozenScope } from '../model/exposure.ts';
import { isField } from '../model/field.ts';
import type { NoticeBook } from '../model/notice.ts';
import { noticeFault } from '../notices/fault.ts';
import { authorityNames } from '../packs/law-pack.ts';
import { loadNoticePack } from '../packs/notice-pack.ts';
import type { CaseFiles } from '../ports/case-file.ts';
import type { MessageComposer } from '../ports/message-composer.ts';
import type { Outbox } from '../ports/outbox.ts';
import type { RecordDraft } from '../ports/record-store.ts';
import { appendToCase } from './append-to-case.ts';
import type { Deps } from './deps.ts';
import { draftNotices } from './draft-notices.ts';
import { factBaseOf } from './fact-base.ts';
import { factsOf } from './facts-of.ts';
import { loadExposure } from './load-exposure.ts';
import { readerLawOf } from './reader-law.ts';

export interface NoticeDeps
  extends Pick<
    Deps,
    | 'caseFolder'
    | 'cases'
    | 'clock'
    | 'company'
    | 'holidays'
    | 'ids'
    | 'lake'
    | 'operator'
    | 'laws'
    | 'packsFolder'
    | 'progress'
    | 'records'
  > {
  readonly composer: MessageComposer;
  /** The outbox in a case's folder. */
  outbox(caseFolder: string): Outbox;
  readonly files: Pick<CaseFiles, 'disclosed' | 'reconstructed'>;
}

export const draftNoticesInput = z.strictObject({
  case: z.string().min(1),
  notice: z.string().min(1).optional().describe('a folder of packs/notices; default: person-email'),
});

/**
 * Drafts a notice to everybody in the case's latest scope, replacing earlier drafts, and records the book in the case.
 * Facts, duties and notices come from one fact base, now. Nothing leaves the house. A kill after the outbox is in place and
 * before the event is recorded leaves new drafts that the case does not mention; drafting again mends that. Errors:
 * `NOTICE_SCOPE_MISSING`, `CASE_CLOSED`, and those of packs, company, lake, scope and outbox.
 */
export const draftNoticesOfCase = {
  name: 'notices.draft',
  permission: 'write',
  input: draftNoticesInput,
  async run(input: z.infer<typeof draftNoticesInput>, deps: NoticeDeps): Promise<Result<NoticeBook>> {
    const events = deps.cases.events(input.case);
    if (!events.ok) return events;
    const scope = latestScope(events.value);
    if (scope === null) {
      return err(noticeFault('NOTICE_SCOPE_MISSING', `drafting notices of case ${input.case}: it has no scope yet`));
    }
    const pack = loadNoticePack(deps.packsFolder, input.notice ?? 'person-email');
    if (!pack.ok) return pack;
    const laws = deps.laws();
    if (!laws.ok) return laws;
    const company = deps.company();
    if (!company.ok) return company;
    const session = await deps.lake.open();
    if (!session.ok) return session;
    try {
      const loaded = await loadExposure(session.value, scope, deps.files);
      if (!loaded.ok) return loaded;
      const facts = factsOf(factBaseOf(events.value), company.value);
      const now = deps.clock.now();
      const incident = {
        facts,
        untouched: scope.untouched.filter(isField),
        authorities: authorityNames(laws.value),
        readerLaw: readerLawOf(facts, laws.value, now, deps.holidays),
      };
      const drafted = await draftNotices(
        { case: input.case, incident, company: company.value, pack: pack.value },
        { ...deps, session: session.value, outbox: deps.outbox(deps.caseFolder(input.case)) },
      );
      if (!drafted.ok) return drafted;
      const event = { kind: 'notices-drafted', document: drafted.value } as const;
      const recorded = await appendToCase(input.case, event, [], deps, [exported(drafted.value, deps)]);
      return recorded.ok ? ok(drafted.value) : recorded;
    } finally {
      await session.value.close();
    }
  },
} as const;

const exported = ({ case: caseId, affected }: NoticeBook, deps: NoticeDeps): RecordDraft => ({
  kind: 'export',
  at: deps.clock.now(),
  by: deps.operator,
  case: caseId,
  seq: null,
  about: null,
  // No hash of the whole: each message's is in the record about its person, where it can be erased.
  body: { what: 'outbox', file: 'outbox', rows: affected, sha256: null },
});

function latestScope(events: readonly CaseEvent[]): FrozenScope | null {
  const scoped = events.findLast((event) => event.kind === 'scoped');
  return scoped?.kind === 'scoped' ? scoped.document : null;
}
