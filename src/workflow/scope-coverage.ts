import { msOf, type Period } from '../core/instant.ts';
import { ok, type Result } from '../core/result.ts';
import type { Scope } from '../model/exposure.ts';
import type { TableMap } from '../model/table-map.ts';
import { loadSourcePack, type SourcePack } from '../packs/source-pack.ts';
import type { LakeSession } from '../ports/lake.ts';
import { type ActorRow, actorGaps } from '../scope/actor-gap.ts';
import { clockGaps, clocksAhead, type SequenceRow, sequenceGaps } from '../scope/coverage-gap.ts';
import type { Reconstruction } from '../scope/reconstruction.ts';
import { countGaps, lessSaid, type SourceRow, scopeGaps, untouchedFields } from '../scope/scope-gap.ts';
import { type SourceDayRow, silences } from '../scope/silence.ts';
import type { Deps } from './deps.ts';

export type CoverageDeps = Pick<Deps, 'packsFolder' | 'rawRecords'>;

export interface CoverageTerms {
  readonly actors: readonly string[];
  readonly window: Period;
  readonly reconstruction: Omit<Reconstruction, 'rows'>;
  readonly map: TableMap | null;
  /** Fields of whoever is counted. */
  readonly exposed: readonly string[];
}

/** What the logs cannot say about a scope. */
export interface Coverage {
  readonly gaps: Scope['gaps'];
  readonly untouched: readonly string[];
  /** Why more could have happened than any count says. */
  readonly open: readonly string[];
}

/**
 * What the logs in scope cover: silences, records that a source numbered and that are missing, clocks that cannot be right, accounts that no log knows, and
 * what accesses do not say. A field is called untouched only where none of these can hide it. Four scans of the lake. Errors: those of the lake.
 */
export async function scopeCoverage(
  session: LakeSession,
  { actors, window, reconstruction, map, exposed }: CoverageTerms,
  deps: CoverageDeps,
): Promise<Result<Coverage>> {
  const { said, compared, summary } = reconstruction;
  const params = { actors, from: window.from, to: window.to };
  const sources = lessSaid(await session.rows<SourceRow>('scope-source', params), said);
  const spoken = await session.rows<SourceDayRow>('scope-source-day');
  const silent = silences(spoken, { fromMs: msOf(window.from), toMs: msOf(window.to) });
  const unknown = actorGaps(await session.rows<ActorRow>('scope-actor', { actors }), window);
  const packs = packsOf(new Set(spoken.map(({ source }) => source)), deps.packsFolder);
  const numbered = [...packs].flatMap(([source, pack]) => (pack.source.sequence === undefined ? [] : [source]));
  const sequences =
    numbered.length === 0 ? [] : await session.rows<SequenceRow>('scope-sequence', { ...params, sources: numbered });
  const batches = await committedBatches(session, deps);
  if (!batches.ok) return batches;
  const lost = sequenceGaps(sequences, window);
  const clocks = clockGaps(sequences, clocksAhead(batches.value), window);
  const doubtful = new Set([...silent, ...lost].map(({ source }) => source));
  const heard = new Set(spoken.filter(({ day }) => isWithin(day, window)).map(({ source }) => source));
  const shown = fieldsOfTables(map);
  const knowledge = [...packs]
    .filter(([source]) => heard.has(source))
    .map(
      ([
        source,
        {
          source: { fields, logs },
        },
      ]) => ({
        source,
        logs,
        // What a query over the mapped tables could have shown, the log can show where its queries were run again.
        fields: said.has(source) ? [...new Set([...fields, ...shown])] : fields,
      }),
    );
  return ok({
    untouched:
      unknown.length > 0 ? [] : untouchedFields(new Set([...exposed, ...compared]), sources, doubtful, knowledge),
    gaps: [
      ...unknown,
      ...scopeGaps(sources, silent, knowledge, window, summary.unsaid),
      ...countGaps(summary, window),
      ...lost,
      ...clocks,
    ],
    open: [
      ...(unknown.length === 0 ? [] : ['nobody is named, or no log knows an account']),
      ...namesOf(silent, 'is silent for a part of the time'),
      ...namesOf(lost, 'lacks records that it wrote'),
      ...namesOf(clocks, 'has a clock that cannot be right'),
    ],
  });
}

const namesOf = (of: readonly { readonly source: string }[], what: string): readonly string[] =>
  [...new Set(of.map(({ source }) => source))].map((source) => `${source} ${what}`);

const DAY_MS = 86_400_000;
const isWithin = (day: number, window: Period): boolean =>
  (day + 1) * DAY_MS > msOf(window.from) && day * DAY_MS < msOf(window.to);

/** Without a source whose pack is gone: then nothing can be claimed from its silence about a field either. */
function packsOf(sources: ReadonlySet<string>, packsFolder: string): ReadonlyMap<string, SourcePack> {
  const packs = new Map<string, SourcePack>();
  for (const source of [...sources].sort()) {
    const pack = loadSourcePack(packsFolder, source);
    if (pack.ok) packs.set(source, pack.value);
  }
  return packs;
}

async function committedBatches(
  session: LakeSession,
  { rawRecords }: CoverageDeps,
): Promise<Result<readonly { readonly source: string; readonly last_at: string; readonly committedAt: string }[]>> {
  const rows = await session.rows<{ readonly source: string; readonly batch: string; readonly last_at: string }>(
    'scope-batch',
  );
  const found: { source: string; last_at: string; committedAt: string }[] = [];
  for (const { source, batch, last_at } of rows) {
    const facts = await rawRecords.batch(batch);
    if (!facts.ok) return facts;
    found.push({ source, last_at, committedAt: facts.value.committedAt });
  }
  return ok(found);
}

const fieldsOfTables = (map: TableMap | null): readonly string[] =>
  map?.tables.flatMap((table) =>
    'nobody' in table ? [] : Object.values(table.columns).flatMap(({ field }) => (field === null ? [] : [field])),
  ) ?? [];
