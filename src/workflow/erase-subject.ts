import { z } from 'zod';
import { err, ok, type Result } from '../core/result.ts';
import type { Forgotten } from '../ports/case-file.ts';
import type { Erased, RecordDraft } from '../ports/record-store.ts';
import { appendToCase } from './append-to-case.ts';
import { caseFault } from './case-fault.ts';
import type { Deps } from './deps.ts';
import { factBaseOf } from './fact-base.ts';

export const eraseInput = z.strictObject({
  subject: z.string().min(1).describe('customer id, as the case lists the person'),
  case: z.string().min(1).nullable().describe('null: every case, and what was read outside of cases'),
  reason: z.string().trim().min(1).max(2000).describe('the request or the rule that it rests on; no names'),
});

/** The document of `candour erase --json`. */
export interface ErasedBooks {
  readonly cases: readonly string[];
  /** Records destroyed, their nonces and keys with them. */
  readonly records: number;
  /** Lines, messages and exposure files from which the person was removed. */
  readonly files: number;
}

type EraseDeps = Pick<Deps, 'cases' | 'clock' | 'files' | 'operator' | 'records'>;
type EraseInput = z.infer<typeof eraseInput>;

/**
 * Destroys what cases hold about a person: records, nonces and key, the person's lines and messages. Leaves and proofs stay, and say nothing any
 * more; that something was erased is in the log. The lake and the people files are the company's own, and are not touched. Errors:
 * `ERASE_HELD`, `ERASE_NOTHING`, `CASE_UNKNOWN`, `CASE_CONFLICT`, `STATE_NOT_SCRUBBED`, those of the evidence log.
 */
export const eraseSubject = {
  name: 'subject.erase',
  permission: 'release',
  input: eraseInput,
  async run(input: EraseInput, deps: EraseDeps): Promise<Result<ErasedBooks>> {
    const clean = refuseSubjectIn(input);
    if (!clean.ok) return clean;
    const cases = casesOf(input, deps);
    if (!cases.ok) return cases;
    let [records, files] = [0, 0];
    const touched: string[] = [];
    for (const caseId of cases.value) {
      const erased = await eraseInCase(input, caseId, deps);
      if (!erased.ok) return erased;
      records += erased.value.records;
      files += erased.value.files;
      if (erased.value.records + erased.value.files > 0) touched.push(caseId);
    }
    if (input.case === null) {
      const outside = await deps.records.erase({ ...erasureOf(input, deps), case: null, seq: null });
      if (!outside.ok) return outside;
      records += countOf(outside.value);
    }
    const scrubbed = deps.records.scrub();
    if (!scrubbed.ok) return scrubbed;
    if (records + files > 0) return ok({ cases: touched, records, files });
    return err(caseFault('ERASE_NOTHING', 'erasing: nothing is held about a person of that id'));
  },
} as const;

/** The reason is kept for ever: it must not name whom it forgets. */
function refuseSubjectIn({ reason, subject }: EraseInput): Result<null> {
  const words = reason.toLowerCase().split(/[\s,;:()"'!?]+|\.(?:\s|$)/);
  if (!words.includes(subject.toLowerCase())) return ok(null);
  return err(caseFault('CASE_TEXT_PERSONAL', 'erasing: the reason stays, and names the person'));
}

/** A hold on any case that was asked for keeps everything as it is. */
function casesOf({ case: one }: EraseInput, { cases }: EraseDeps): Result<readonly string[]> {
  const all = cases.list();
  if (!all.ok) return all;
  const asked = one === null ? all.value.map((summary) => summary.case) : [one];
  const held: string[] = [];
  for (const caseId of asked) {
    const events = cases.events(caseId);
    if (!events.ok) return events;
    if (factBaseOf(events.value).hold !== null) held.push(caseId);
  }
  return held.length === 0 ? ok(asked) : err(caseFault('ERASE_HELD', `erasing: under legal hold: ${held.join(', ')}`));
}

const erasureOf = ({ subject, reason }: EraseInput, { clock, operator }: EraseDeps) => ({
  person: subject,
  at: clock.now(),
  by: operator,
  reason,
});

const countOf = ({ leaves, told }: Erased): number => told.reduce((sum, one) => sum + one.leaves.length, leaves.length);

async function eraseInCase(
  input: EraseInput,
  caseId: string,
  deps: EraseDeps,
): Promise<Result<{ readonly records: number; readonly files: number }>> {
  const events = deps.cases.events(caseId);
  if (!events.ok) return events;
  // Records and the event that says so first, at once; then the files, which a repetition after a kill does again.
  const erased = await deps.records.erase({ ...erasureOf(input, deps), case: caseId, seq: events.value.length });
  if (!erased.ok) return erased;
  const forgotten = await deps.files.forget(caseId, input.subject);
  if (!forgotten.ok) return forgotten;
  const records = countOf(erased.value);
  const files = forgotten.value.removed + forgotten.value.rewritten.length;
  const said = await saidOf(input, caseId, records, forgotten.value, deps);
  return said.ok ? ok({ records, files }) : said;
}

/** Exposure files as they are now; and the erasure itself when only files held something. */
async function saidOf(
  { reason }: EraseInput,
  caseId: string,
  records: number,
  { removed, rewritten }: Forgotten,
  deps: EraseDeps,
): Promise<Result<unknown>> {
  const common = { at: deps.clock.now(), by: deps.operator, case: caseId, seq: null, about: null };
  const exports = rewritten.map(
    (file): RecordDraft => ({ kind: 'export', ...common, body: { what: 'exposure', ...file } }),
  );
  if (records > 0 || removed + rewritten.length === 0) return deps.records.keep(exports);
  return appendToCase(caseId, { kind: 'erased', reason, leaves: [], told: [] }, [reason], deps, exports);
}
