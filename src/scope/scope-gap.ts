import { instantFromMs, type Period } from '../core/instant.ts';
import type { ReconstructionSummary, Scope } from '../model/exposure.ts';
import { ALL_SOURCES } from './actor-gap.ts';
import type { SaidOfSource } from './reconstruction.ts';
import type { Silence } from './silence.ts';
import { UNSAID, type Unsaid } from './unsaid.ts';

/** A row of `sql/lake/scope-source.sql`. */
export type SourceRow = {
  readonly source: string;
  readonly fields: readonly string[];
  readonly accesses: bigint;
  readonly unknown_fields: bigint;
  readonly unnamed: bigint;
  readonly unnamed_rows: bigint;
  readonly unnamed_uncounted: bigint;
};

/** What a source's pack says about its log. */
export interface SourceKnowledge {
  readonly source: string;
  /** Words that the log can show. */
  readonly fields: readonly string[];
  /** What the log can and cannot show, in words. */
  readonly logs: string;
}

/** What is left of the sources' counts once the queries that could be run again are taken off. */
export const lessSaid = (
  sources: readonly SourceRow[],
  said: ReadonlyMap<string, SaidOfSource>,
): readonly SourceRow[] =>
  sources.map((row) => {
    const of = said.get(row.source);
    if (of === undefined) return row;
    return {
      ...row,
      unnamed: row.unnamed - of.accesses,
      unnamed_rows: row.unnamed_rows - of.rows,
      unnamed_uncounted: row.unnamed_uncounted - of.uncounted,
      unknown_fields: row.unknown_fields - of.unknownFields,
    };
  });

type Gap = Scope['gaps'][number];

/** Begins the pack's own words on what its log can show, at the end of a gap's `why`. */
export const LOG_WORDS = ' What this log can show: ';

const plural = (count: bigint, one: string, many: string): string => `${count} ${count === 1n ? one : many}`;

/**
 * What the scope cannot know, source by source: days on which it was silent, accesses that name nobody (their rows are
 * counted here and never turned into people), and accesses that do not say which fields they showed.
 */
export function scopeGaps(
  sources: readonly SourceRow[],
  silent: readonly Silence[],
  knowledge: readonly SourceKnowledge[],
  window: Period,
  unsaid: ReconstructionSummary['unsaid'] = [],
): readonly Gap[] {
  const logs = new Map(knowledge.map((known) => [known.source, known.logs.trim().replaceAll(/\s+/g, ' ')]));
  const quoted = (source: string): string => {
    const text = logs.get(source);
    return text === undefined || text === '' ? '' : `${LOG_WORDS}${text}`;
  };
  const unsaidGaps = sources.flatMap((row): Gap[] => {
    const gap = (why: string): Gap => ({ source: row.source, ...window, why: `${why}${quoted(row.source)}` });
    const found: Gap[] = [];
    if (row.unnamed > 0n)
      found.push(gap(`${unnamed(row)}${because(unsaid.filter(({ source }) => source === row.source))}`));
    if (row.unknown_fields > 0n) {
      const accesses = plural(row.unknown_fields, 'access does', 'accesses do');
      found.push(gap(`${accesses} not say which fields were shown, so no field can be called untouched.`));
    }
    return found;
  });
  return [...silent.map(silenceGap), ...unsaidGaps];
}

function unnamed(row: SourceRow): string {
  const uncounted = row.unnamed_uncounted;
  const rows = plural(row.unnamed_rows, 'row', 'rows');
  const rest = uncounted === 0n ? '' : `, and ${uncounted} of them do not say how many they returned`;
  return `${plural(row.unnamed, 'access names', 'accesses name')} no subject: ${rows} returned${rest}. Whose they are is not known; nobody is counted for them.`;
}

/** Queries run again that returned others than were logged: then something that was assumed did not hold. */
export function countGaps(
  { counts, missingRows }: Pick<ReconstructionSummary, 'counts' | 'missingRows'>,
  window: Period,
): readonly Gap[] {
  if (counts.differs === 0) return [];
  const queries = plural(BigInt(counts.differs), 'query', 'queries');
  const missing = missingRows === 0 ? '' : ` Of the rows that were logged ${missingRows} did not come back.`;
  const why = `${queries} run again returned another number of rows than was logged: an assumption does not hold.${missing}`;
  return [{ source: ALL_SOURCES, ...window, why }];
}

/** Why their queries could not be run again, the most frequent reason first. */
function because(unsaid: ReconstructionSummary['unsaid']): string {
  if (unsaid.length === 0) return '';
  const reasons = unsaid.map(
    ({ why, accesses }) => `${accesses} because ${why in UNSAID ? UNSAID[why as Unsaid] : why}`,
  );
  return ` Their queries could not be run again: ${reasons.join('; ')}.`;
}

function silenceGap({ source, fromMs, toMs, stops }: Silence): Gap {
  const why = stops
    ? 'The log of this source ends here: no access of it is held for this time.'
    : 'No access of this source is held for this time, although it has some on most days like these.';
  return { source, from: instantFromMs(fromMs), to: instantFromMs(toMs), why };
}

/**
 * Fields that can be called untouched: some source that spoke in the window can show them, no access in scope and no
 * leaked record did, and no source that can show them is doubtful: was silent, or lost records. None at all when any access in scope does not say its fields.
 */
export function untouchedFields(
  touched: ReadonlySet<string>,
  sources: readonly SourceRow[],
  doubtful: ReadonlySet<string>,
  knowledge: readonly SourceKnowledge[],
): readonly string[] {
  if (sources.some((row) => row.unknown_fields > 0n)) return [];
  // `other` stands for whatever the vocabulary lacks: of that, nothing can be claimed.
  const seen = new Set(['other', ...touched, ...sources.flatMap((row) => row.fields)]);
  for (const { source, fields } of knowledge) if (doubtful.has(source)) for (const field of fields) seen.add(field);
  return [...new Set(knowledge.flatMap(({ fields }) => fields))].filter((field) => !seen.has(field)).sort();
}
