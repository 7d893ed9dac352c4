import { msOf, type Period, parseInstant } from '../core/instant.ts';
import type { Reconstructed, ReconstructionSummary } from '../model/exposure.ts';
import type { Unsaid } from './unsaid.ts';

/** An access that names nobody: when, by whom, and how many rows it returned, where the log says it. */
export interface UnnamedAccess {
  readonly source: string;
  readonly at: string;
  readonly account: string;
  readonly rows: number | null;
  /** Whether the log says which fields were shown. */
  readonly fieldsKnown: boolean;
}

/** What running a query again gave; `rows`: rows that came back, `ids`: whose they are. */
export interface Answer {
  readonly ids: readonly string[];
  readonly rows: number;
  readonly fields: readonly string[];
  readonly compared: readonly string[];
  readonly countable: boolean;
  readonly assumptions: readonly string[];
}

/** What is left to say of a source whose queries were run again: its counts of accesses that name nobody are lowered by these. */
export interface SaidOfSource {
  readonly accesses: bigint;
  readonly rows: bigint;
  readonly uncounted: bigint;
  /** Those of which the log did not say the fields. */
  readonly unknownFields: bigint;
}

export interface Reconstruction {
  /** For the session table `reconstructed`; in the base window only those of the lists below count. */
  readonly rows: readonly Reconstructed[];
  readonly said: ReadonlyMap<string, SaidOfSource>;
  /** Fields that conditions compared: of those nothing can be called untouched. */
  readonly compared: readonly string[];
  readonly summary: Omit<ReconstructionSummary, 'tables'>;
}

/**
 * Adds up what the executions of logged queries returned. `windows`: nested, the narrowest first; rows of a subject are kept apart where they
 * stand in different ones, so that each window can be counted. Everything else is of `base` alone.
 */
export function reconstructionTally(windows: readonly Period[], base: Period) {
  const rows = new Map<string, Reconstructed & { queries: number }>();
  const said = new Map<string, SaidOfSource>();
  const unsaid = new Map<string, ReconstructionSummary['unsaid'][number]>();
  const counts = { agrees: 0, uncounted: 0, differs: 0 };
  const compared = new Set<string>();
  const assumptions = new Set<string>();
  let [accessCount, executions, missingRows] = [0, 0, 0];
  const inBase = ({ at }: UnnamedAccess): boolean => isWithin(at, base);
  return {
    /** `accesses`: all entries of one execution; not empty. */
    said(accesses: readonly UnnamedAccess[], answer: Answer): void {
      const [first] = accesses;
      if (first === undefined) return;
      const logged = accesses.find((access) => access.rows !== null)?.rows ?? null;
      const certainty =
        logged === null || !answer.countable ? 'uncounted' : logged === answer.rows ? 'agrees' : 'differs';
      const ring = windows.findIndex((window) => isWithin(first.at, window));
      // A row of which nothing personal came back is nobody's data.
      if (answer.fields.length > 0) {
        for (const subject of answer.ids) {
          const key = JSON.stringify([subject, first.account, answer.fields, certainty, ring]);
          const held = rows.get(key);
          if (held === undefined) {
            const { account, at: asked_at } = first;
            rows.set(key, { subject, account, asked_at, fields: answer.fields, certainty, queries: 1 });
          } else held.queries += 1;
        }
      }
      const based = accesses.filter(inBase);
      if (based.length === 0) return;
      executions += 1;
      accessCount += based.length;
      counts[certainty] += 1;
      if (certainty === 'differs') missingRows += Math.max(0, (logged ?? 0) - answer.rows);
      for (const field of answer.compared) compared.add(field);
      for (const assumption of answer.assumptions) assumptions.add(assumption);
      for (const access of based) {
        const held = said.get(access.source) ?? { accesses: 0n, rows: 0n, uncounted: 0n, unknownFields: 0n };
        said.set(access.source, {
          accesses: held.accesses + 1n,
          rows: held.rows + BigInt(access.rows ?? 0),
          uncounted: held.uncounted + (access.rows === null ? 1n : 0n),
          unknownFields: held.unknownFields + (access.fieldsKnown ? 0n : 1n),
        });
      }
    },
    unsaid(accesses: readonly UnnamedAccess[], why: Unsaid): void {
      for (const { source, rows: returned } of accesses.filter(inBase)) {
        const key = `${source} ${why}`;
        const held = unsaid.get(key) ?? { source, why, accesses: 0, rows: 0, uncounted: 0 };
        unsaid.set(key, {
          ...held,
          accesses: held.accesses + 1,
          rows: held.rows + (returned ?? 0),
          uncounted: held.uncounted + (returned === null ? 1 : 0),
        });
      }
    },
    done: (): Reconstruction => ({
      rows: [...rows.values()],
      said,
      compared: [...compared].sort(),
      summary: {
        said: { accesses: accessCount, executions },
        counts,
        missingRows,
        unsaid: [...unsaid.values()].sort((a, b) => b.accesses - a.accesses || (a.why < b.why ? -1 : 1)),
        assumptions: [...assumptions].sort(),
      },
    }),
  };
}

function isWithin(at: string, { from, to }: Period): boolean {
  const instant = parseInstant(at);
  return instant !== null && msOf(instant) >= msOf(from) && msOf(instant) < msOf(to);
}
