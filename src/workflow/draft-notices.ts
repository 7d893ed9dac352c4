import { sha256Hex } from '../core/hash.ts';
import { ok, type Result } from '../core/result.ts';
import type { Company, Controller } from '../model/company.ts';
import type { Basis } from '../model/exposure.ts';
import { isField } from '../model/field.ts';
import { NOTICE_STATES, type NoticeBook, type NoticeState } from '../model/notice.ts';
import { chooseChannel, type Reachable } from '../notices/choose-channel.ts';
import type { Incident } from '../notices/statement.ts';
import { type Notice, noticeWriter } from '../notices/write-notice.ts';
import type { NoticePack } from '../packs/notice-pack.ts';
import type { LakeRow, LakeSession } from '../ports/lake.ts';
import type { MessageComposer } from '../ports/message-composer.ts';
import type { LedgerEntry, Outbox, OutboxDraft } from '../ports/outbox.ts';
import type { RecordDraft, RecordStore } from '../ports/record-store.ts';
import type { Clock, Ids, Progress } from '../ports/shell.ts';
import { noticeId } from './notice-id.ts';

export interface DraftInput {
  readonly case: string;
  readonly incident: Incident;
  readonly company: Company;
  readonly pack: NoticePack;
}

export interface DraftDeps {
  /** A session in which the table `exposure` holds the case's people. */
  readonly session: LakeSession;
  readonly composer: MessageComposer;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly progress: Progress;
  readonly records: Pick<RecordStore, 'keep'>;
  readonly operator: string;
}

/** A row of `sql/lake/notice-recipient.sql`. */
interface Recipient extends LakeRow {
  readonly subject: string;
  readonly basis: Basis;
  readonly fields: readonly string[];
  readonly fields_complete: boolean;
  readonly known: boolean;
  readonly controller: string | null;
  readonly country: string | null;
  readonly region: string | null;
  readonly language: string | null;
  readonly email: string | null;
  readonly name: string | null;
  readonly address: string | null;
  readonly postcode: string | null;
  readonly city: string | null;
}

/**
 * Writes one notice per affected person into the case's outbox and gives the book, in which every person stands in exactly
 * one state. What each person is to be told is a record about that person, kept before the outbox takes its place. People stream through: memory does not grow with their number. The outbox before stays until the new one is
 * whole. Errors: those of `noticeWriter`, of the outbox and of the evidence log.
 */
export async function draftNotices(input: DraftInput, deps: DraftDeps): Promise<Result<NoticeBook>> {
  const secret = await deps.outbox.secret(() => `${deps.ids.fresh('notice')}${deps.ids.fresh('secret')}`);
  if (!secret.ok) return secret;
  const [counted] = await deps.session.rows<{ readonly persons: bigint }>('notice-affected');
  const affected = Number(counted?.persons ?? 0n);
  const draft = await deps.outbox.begin();
  if (!draft.ok) return draft;
  try {
    const drafted = await draftAll(input, deps, draft.value, secret.value, affected);
    if (!drafted.ok) {
      await draft.value.discard();
      return drafted;
    }
    const committed = await draft.value.commit();
    return committed.ok ? drafted : committed;
  } catch (error) {
    await draft.value.discard();
    throw error;
  }
}

async function draftAll(
  input: DraftInput,
  deps: DraftDeps,
  outbox: OutboxDraft,
  secret: string,
  affected: number,
): Promise<Result<NoticeBook>> {
  const write = noticeWriter(input.pack, input.incident);
  const controllers = new Map(input.company.controllers.map((controller) => [controller.id, controller]));
  const declared = new Set(controllers.keys());
  const tenants = new Set((input.company.tenants ?? []).map(({ id }) => id));
  const date = deps.clock.now();
  const tally = newTally();
  const book = recordBook(input.case, deps);
  const step = deps.progress.step('notices', affected, 'persons');
  let done = 0;
  for await (const rows of deps.session.stream<Recipient>('notice-recipient')) {
    for (const row of rows) {
      const channel = chooseChannel(reachable(row), declared, tenants);
      const controller = channel.state === 'drafted' ? controllers.get(channel.controller) : undefined;
      if (channel.state !== 'drafted' || controller === undefined) {
        const why = channel.state === 'drafted' ? 'controller-not-declared' : channel.why;
        const state = channel.state === 'drafted' ? 'unknown' : channel.state;
        const notice = noticeId(secret, input.case, row.subject, 'letter');
        tally.count(state, null);
        const entry = { ...NO_NOTICE, notice, subject: row.subject, controller: row.controller, state, why };
        book.add(entry);
        await outbox.add(entry, null);
      } else {
        const id = noticeId(secret, input.case, row.subject, 'email');
        const notice = write(controller, addressee(row, id));
        if (!notice.ok) return notice;
        const file = await deps.composer.compose(
          message(id, date, controller, row.name, channel.mailbox, notice.value),
        );
        tally.count('drafted', notice.value);
        const entry = ledgerEntry(id, row, notice.value, sha256Hex(file));
        book.add(entry);
        await outbox.add(entry, file);
      }
      done += 1;
    }
    const kept = await book.keep(RECORDS_AT_ONCE);
    if (!kept.ok) return kept;
    step.at(done);
  }
  const kept = await book.keep(1);
  if (!kept.ok) return kept;
  step.end();
  return ok(tally.book(input.case, book.draft, affected));
}

/** Each append costs a checkpoint, whatever it holds; memory is bounded by it. */
const RECORDS_AT_ONCE = 2_000;

/** Records of one draft, kept in pages. */
function recordBook(caseId: string, { clock, ids, operator, records }: DraftDeps) {
  const draft = ids.fresh('draft');
  const at = clock.now();
  let waiting: RecordDraft[] = [];
  return {
    draft,
    add({ subject, notice, controller, variant, regime, language, state, why, sha256 }: LedgerEntry): void {
      const body = { draft, notice, controller, variant, regime, language, state, why, sha256 };
      waiting.push({ kind: 'notice', at, by: operator, case: caseId, seq: null, about: subject, body });
    },
    /** Once there are at least so many. */
    async keep(atLeast: number): Promise<Result<null>> {
      if (waiting.length < atLeast) return ok(null);
      const kept = await records.keep(waiting);
      waiting = [];
      return kept.ok ? ok(null) : kept;
    },
  };
}

const NO_NOTICE = { variant: null, regime: null, language: null, languageAsked: null, sha256: null } as const;

const reachable = (row: Recipient): Reachable => row;

const addressee = (row: Recipient, reference: string) => {
  const fields = row.fields.map((word) => (isField(word) ? word : 'other'));
  return {
    name: row.name,
    language: row.language,
    country: row.country,
    region: row.region,
    basis: row.basis,
    fields: [...new Set(fields)],
    fieldsComplete: row.fields_complete,
    reference,
  };
};

const message = (
  id: string,
  date: string,
  controller: Controller,
  name: string | null,
  mailbox: string,
  notice: Notice,
) => ({
  id,
  date,
  from: { name: controller.name, email: controller.email },
  to: { name, email: mailbox },
  subject: notice.subject,
  text: notice.text,
  html: notice.html,
  language: notice.language.given,
});

const ledgerEntry = (id: string, row: Recipient, notice: Notice, sha256: string): LedgerEntry => ({
  notice: id,
  subject: row.subject,
  controller: row.controller,
  variant: notice.variant,
  regime: notice.regime,
  language: notice.language.given,
  languageAsked: notice.language.fellBack ? notice.language.asked : null,
  state: 'drafted',
  why: null,
  sha256,
});

/** Counts by state, by variant and by fault; its size depends on the pack, not on the people. */
function newTally() {
  const perState = new Map<NoticeState, number>(NOTICE_STATES.map((state) => [state, 0]));
  const variants = new Map<string, NoticeBook['variants'][number]>();
  const faults = new Map<string, NoticeBook['faults'][number]>();
  return {
    count(state: NoticeState, notice: Notice | null): void {
      perState.set(state, (perState.get(state) ?? 0) + 1);
      if (notice === null) return;
      const { variant: id, regime } = notice;
      const language = notice.language.given;
      const key = `${id} ${language}`;
      variants.set(key, { id, regime, language, persons: (variants.get(key)?.persons ?? 0) + 1 });
      for (const { code, message: text } of notice.faults) {
        faults.set(text, { code, message: text, persons: (faults.get(text)?.persons ?? 0) + 1 });
      }
    },
    book(caseId: string, draft: string, affected: number): NoticeBook {
      const counts = Object.fromEntries(perState) as Record<NoticeState, number>;
      return {
        case: caseId,
        affected,
        perState: counts,
        variants: [...variants.values()].sort((a, b) => b.persons - a.persons || (a.id < b.id ? -1 : 1)),
        balanced: Object.values(counts).reduce((sum, n) => sum + n, 0) === affected,
        draft,
        faults: [...faults.values()].sort((a, b) => b.persons - a.persons),
      };
    },
  };
}
