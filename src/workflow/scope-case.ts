import { join } from 'node:path';
import { z } from 'zod';
import { msOf, type Period } from '../core/instant.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { Exposure, FrozenScope, Reconstructed } from '../model/exposure.ts';
import type { TableFile, TableMap } from '../model/table-map.ts';
import { DETECTION_RULE, loadRulePack } from '../packs/rule-pack.ts';
import { loadSourcePack } from '../packs/source-pack.ts';
import type { CaseFiles, DisclosedPerson } from '../ports/case-file.ts';
import type { LakeSession } from '../ports/lake.ts';
import type { RecordDraft } from '../ports/record-store.ts';
import { type ActorRow, actorGaps } from '../scope/actor-gap.ts';
import { exposureTally } from '../scope/exposure-tally.ts';
import { scopeFault } from '../scope/fault.ts';
import {
  countGaps,
  lessSaid,
  type SourceKnowledge,
  type SourceRow,
  scopeGaps,
  untouchedFields,
} from '../scope/scope-gap.ts';
import { type SourceDayRow, silences } from '../scope/silence.ts';
import { appendToCase } from './append-to-case.ts';
import type { Deps } from './deps.ts';
import { instantInput } from './instant-input.ts';
import { reconstructExposure } from './reconstruct-exposure.ts';
import { questionOf } from './scope-question.ts';

export interface ScopeDeps
  extends Pick<
    Deps,
    'caseFolder' | 'cases' | 'clock' | 'ids' | 'lake' | 'operator' | 'packsFolder' | 'progress' | 'queries' | 'tables'
  > {
  readonly files: Pick<CaseFiles, 'disclosed' | 'keepReconstructed' | 'sha256'>;
}

export const scopeInput = z.strictObject({
  case: z.string().min(1),
  actors: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('persons or accounts; default: whom the trace or the finding names'),
  from: instantInput.optional(),
  to: instantInput.optional().describe('not included'),
});
export type ScopeInput = z.infer<typeof scopeInput>;

const DAY_MS = 86_400_000;

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
    return err(scopeFault('SCOPE_NO_ACTORS', 'scoping the case: neither the trace nor a finding names anybody'));
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
  const asked = await reconstructExposure(
    session,
    { actors, windows: [window], base: window, map: tables?.map ?? null },
    deps,
  );
  if (!asked.ok) return asked;
  const { rows: reconstructed, said, compared, summary } = asked.value;
  const step = deps.progress.step('scope', null, 'exposures');
  await session.load('disclosed', disclosed);
  await session.load('reconstructed', reconstructed);
  const params = { actors, from: window.from, to: window.to };
  // A name made by chance: a digest of the question would hold one of the list of people, which could be guessed from it.
  const list = `${deps.ids.fresh('exposure')}.parquet`;
  const path = join(deps.caseFolder(terms.case), list);
  const written = await session.writeParquet('scope-exposure', params, path);
  const tally = exposureTally();
  let seen = 0;
  for await (const rows of session.stream<Exposure>('scope-exposure', params)) {
    for (const row of rows) tally.add(row);
    seen += rows.length;
    step.at(seen);
  }
  const { rows, ...counts } = tally.done();
  if (rows !== written) throw new Error(`the exposure file holds ${written} rows, the counts are of ${rows}`);
  const sources = lessSaid(await session.rows<SourceRow>('scope-source', params), said);
  const spoken = await session.rows<SourceDayRow>('scope-source-day');
  const days = { from: Math.floor(msOf(window.from) / DAY_MS), to: Math.ceil(msOf(window.to) / DAY_MS) };
  const silent = silences(spoken, days);
  const unknown = actorGaps(await session.rows<ActorRow>('scope-actor', { actors }), window);
  const heard = new Set(spoken.filter((row) => row.day >= days.from && row.day < days.to).map((row) => row.source));
  const shown = fieldsOfTables(tables?.map ?? null);
  const knowledge = [...heard]
    .sort()
    .flatMap((source) => knowledgeOf(deps.packsFolder, source))
    // What a query over the mapped tables could have shown, the log can show where its queries were run again.
    .map((one) => (said.has(one.source) ? { ...one, fields: [...new Set([...one.fields, ...shown])] } : one));
  const touched = new Set([...Object.keys(counts.byField), ...compared]);
  step.end();
  const document: FrozenScope = {
    case: terms.case,
    ...counts,
    untouched: unknown.length > 0 ? [] : untouchedFields(touched, sources, silent, knowledge),
    gaps: [...unknown, ...scopeGaps(sources, silent, knowledge, window, summary.unsaid), ...countGaps(summary, window)],
    list,
    actors,
    window,
    reconstruction: { tables: tables?.sha256 ?? null, ...summary },
    checkpoint: session.checkpoint,
  };
  return ok({ document, path, rows, reconstructed });
}

interface ScopedCase {
  readonly document: FrozenScope;
  readonly path: string;
  /** In the exposure file. */
  readonly rows: number;
  readonly reconstructed: readonly Reconstructed[];
}

const fieldsOfTables = (map: TableMap | null): readonly string[] =>
  map?.tables.flatMap((table) =>
    'nobody' in table ? [] : Object.values(table.columns).flatMap(({ field }) => (field === null ? [] : [field])),
  ) ?? [];

/** Nothing for a source whose pack is gone: then nothing can be claimed from its silence about a field either. */
function knowledgeOf(packsFolder: string, source: string): readonly SourceKnowledge[] {
  const pack = loadSourcePack(packsFolder, source);
  return pack.ok ? [{ source, fields: pack.value.source.fields, logs: pack.value.source.logs }] : [];
}
