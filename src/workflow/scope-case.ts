import { join } from 'node:path';
import { z } from 'zod';
import { canonicalJson } from '../core/canonical-json.ts';
import { sha256Hex } from '../core/hash.ts';
import { msOf, type Period } from '../core/instant.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { Exposure, FrozenScope, Reconstructed, ScopeSensitivity } from '../model/exposure.ts';
import type { TableFile } from '../model/table-map.ts';
import { DETECTION_RULE, loadRulePack } from '../packs/rule-pack.ts';
import type { CaseFiles, DisclosedPerson } from '../ports/case-file.ts';
import type { LakeSession } from '../ports/lake.ts';
import type { RecordDraft } from '../ports/record-store.ts';
import { scopeBounds } from '../scope/bounds.ts';
import { type ExposureTally, exposureTally } from '../scope/exposure-tally.ts';
import { scopeFault } from '../scope/fault.ts';
import { scopeVariants, sensitivityOf, type WindowVariant, windowVariants } from '../scope/sensitivity.ts';
import { appendToCase } from './append-to-case.ts';
import type { Deps } from './deps.ts';
import { instantInput } from './instant-input.ts';
import { reconstructExposure } from './reconstruct-exposure.ts';
import { scopeCoverage } from './scope-coverage.ts';
import { questionOf } from './scope-question.ts';

export interface ScopeDeps
  extends Pick<
    Deps,
    | 'caseFolder'
    | 'cases'
    | 'clock'
    | 'ids'
    | 'lake'
    | 'operator'
    | 'packsFolder'
    | 'progress'
    | 'queries'
    | 'rawRecords'
    | 'tables'
  > {
  readonly files: Pick<CaseFiles, 'disclosed' | 'keepReconstructed' | 'sha256'>;
}

export const scopeInput = z.strictObject({
  case: z.string().min(1),
  actors: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('persons or accounts; default: whom the trace names; without a trace, whom the finding names'),
  from: instantInput.optional(),
  to: instantInput.optional().describe('not included'),
});
export type ScopeInput = z.infer<typeof scopeInput>;

/** The question a scope answers, complete. */
export interface ScopeTerms {
  readonly case: string;
  /** Empty: nobody is named, and only the list found outside counts. */
  readonly actors: readonly string[];
  readonly window: Period;
}

/**
 * Computes who is affected, with which fields and on which basis, writes the exposure file into the case's folder and
 * appends the document to the case, with the file's name as `list`; the answer has its path there. Queries whose rows the log does not name are run
 * again over the customers of their moment. Scans of the lake bring no accesses into memory but one batch's that name nobody: what passes through
 * is one row per person and basis. Errors: `CASE_UNKNOWN`, `CASE_CLOSED`, `SCOPE_NO_ACTORS`, `SCOPE_NO_WINDOW`, `SCOPE_WINDOW_EMPTY`, `TABLES_INVALID`,
 * `LAKE_MAP_FAILED`, `LAKE_RECORD_UNKNOWN`.
 */
export const scopeCase = {
  name: 'case.scope',
  permission: 'write',
  input: scopeInput,
  async run(input: ScopeInput, deps: ScopeDeps): Promise<Result<FrozenScope>> {
    const events = deps.cases.events(input.case);
    if (!events.ok) return events;
    const disclosed = deps.files.disclosed(input.case);
    if (!disclosed.ok) return disclosed;
    const tables = deps.tables();
    if (!tables.ok) return tables;
    const terms = termsOf(input, events.value, disclosed.value.length > 0, deps);
    if (!terms.ok) return terms;
    const session = await deps.lake.open();
    if (!session.ok) return session;
    try {
      const inputs = { disclosed: disclosed.value, tables: tables.value };
      const scoped = await scopeOver(session.value, terms.value, inputs, deps);
      if (!scoped.ok) return scoped;
      const { document, path, rows, reconstructed } = scoped.value;
      // Before the event: after a kill between the two, people cannot be listed (`SCOPE_STALE`) until the scope is computed again.
      deps.files.keepReconstructed(input.case, reconstructed);
      const appended = await appendToCase(input.case, { kind: 'scoped', document }, [], deps, [
        exported(document, path, rows, deps),
      ]);
      return appended.ok ? ok({ ...document, list: path }) : appended;
    } finally {
      await session.value.close();
    }
  },
} as const;

/** The exposure file leaves the lake: its hash is kept, and a secret inside of it keeps that from being guessed at. */
const exported = ({ case: caseId, list }: FrozenScope, path: string, rows: number, deps: ScopeDeps): RecordDraft => ({
  kind: 'export',
  at: deps.clock.now(),
  by: deps.operator,
  case: caseId,
  seq: null,
  about: null,
  body: { what: 'exposure', file: list, rows, sha256: deps.files.sha256(path) },
});

function termsOf(
  input: ScopeInput,
  events: Parameters<typeof questionOf>[0],
  listed: boolean,
  deps: ScopeDeps,
): Result<ScopeTerms> {
  const rule = loadRulePack(deps.packsFolder, DETECTION_RULE);
  if (!rule.ok) return rule;
  const asked = questionOf(events, rule.value.rule.slow.days);
  // Whoever is on a list found outside is affected, whoever took it.
  const actors = input.actors ?? asked.actors ?? (listed ? [] : null);
  if (actors === null)
    return err(
      scopeFault(
        'SCOPE_NO_ACTORS',
        events.some(({ kind }) => kind === 'traced')
          ? 'scoping the case: the trace names nobody, and a finding beside it does not say who leaked the list'
          : 'scoping the case: neither the trace nor a finding names anybody',
      ),
    );
  const from = input.from ?? asked.window?.from;
  const to = input.to ?? asked.window?.to;
  if (from === undefined || to === undefined) {
    return err(
      scopeFault(
        'SCOPE_NO_WINDOW',
        'scoping the case: expected a window; neither its facts, its trace nor its finding give one',
      ),
    );
  }
  if (msOf(from) >= msOf(to)) {
    return err(scopeFault('SCOPE_WINDOW_EMPTY', `scoping the case: expected from before to, got ${from} and ${to}`));
  }
  return ok({ case: input.case, actors: [...new Set(actors)].sort(), window: { from, to } });
}

async function scopeOver(
  session: LakeSession,
  terms: ScopeTerms,
  { disclosed, tables }: { readonly disclosed: readonly DisclosedPerson[]; readonly tables: TableFile | null },
  deps: ScopeDeps,
): Promise<Result<ScopedCase>> {
  const { actors, window } = terms;
  const map = tables?.map ?? null;
  const windows = windowVariants(window);
  const asked = await reconstructExposure(
    session,
    { actors, windows: windows.map((one) => one.window), base: window, map },
    deps,
  );
  if (!asked.ok) return asked;
  const { rows: reconstructed, ...reconstruction } = asked.value;
  await session.load('disclosed', disclosed);
  await session.load('reconstructed', reconstructed);
  // A name made by chance: a digest of the question would hold one of the list of people, which could be guessed from it.
  const list = `${deps.ids.fresh('exposure')}.parquet`;
  const path = join(deps.caseFolder(terms.case), list);
  const { rows, sure, sureByField, possibleByField, ...counts } = await exposuresOf(session, terms, path, deps);
  const exposed = Object.keys(counts.byField);
  const coverage = await scopeCoverage(session, { actors, window, reconstruction, map, exposed }, deps);
  if (!coverage.ok) return coverage;
  const { untouched, gaps, open } = coverage.value;
  const { summary } = reconstruction;
  const counted = { persons: counts.persons, sure, sureByField, possibleByField, reconstruction: summary, open };
  const document = {
    case: terms.case,
    ...counts,
    bounds: scopeBounds(counted),
    untouched,
    gaps,
    actors,
    window,
    reconstruction: { tables: tables?.sha256 ?? null, ...summary },
    sensitivity: await sensitivity(session, terms, windows),
    checkpoint: session.checkpoint,
    inputs: {
      treeSize: session.treeSize,
      batches: session.books.batches,
      records: session.books.records,
      listed: disclosed.length,
    },
  };
  const isInWindow = ({ asked_at }: Reconstructed): boolean =>
    Date.parse(asked_at) >= msOf(window.from) && Date.parse(asked_at) < msOf(window.to);
  return ok({
    document: { ...document, list, sha256: sha256Hex(canonicalJson(document)) },
    path,
    rows,
    reconstructed: reconstructed.filter(isInWindow),
  });
}

/** Writes the exposure file and counts who is in it. */
async function exposuresOf(
  session: LakeSession,
  { actors, window }: ScopeTerms,
  path: string,
  deps: ScopeDeps,
): Promise<ExposureTally> {
  const step = deps.progress.step('scope', null, 'exposures');
  const params = { actors, from: window.from, to: window.to };
  const written = await session.writeParquet('scope-exposure', params, path);
  const tally = exposureTally();
  let seen = 0;
  for await (const rows of session.stream<Exposure>('scope-exposure', params)) {
    for (const row of rows) tally.add(row);
    seen += rows.length;
    step.at(seen);
  }
  const counts = tally.done();
  if (counts.rows !== written)
    throw new Error(`the exposure file holds ${written} rows, the counts are of ${counts.rows}`);
  step.end();
  return counts;
}

async function sensitivity(
  session: LakeSession,
  { actors, window }: ScopeTerms,
  windows: readonly WindowVariant[],
): Promise<ScopeSensitivity> {
  const variants = scopeVariants(windows, window, actors);
  await session.load('scope_variant', variants);
  const { from, to } = windows.at(-1)?.window ?? window;
  const counted = await session.rows<{ readonly variant: string; readonly persons: bigint }>('scope-sensitivity', {
    actors,
    from,
    to,
  });
  return sensitivityOf(windows, variants, counted);
}

interface ScopedCase {
  readonly document: FrozenScope;
  readonly path: string;
  /** In the exposure file. */
  readonly rows: number;
  readonly reconstructed: readonly Reconstructed[];
}
