import type { Replay } from '../../src/model/trace.ts';

/** One company, one leak: what was found beside what is true. */
export interface SweepRun {
  readonly world: string;
  readonly seed: number;
  readonly verdict: string;
  readonly named: readonly { readonly actor: string; readonly posterior: number; readonly eValue: number }[];
  /** Culprits whom the log shows; with `ghost` nobody. */
  readonly culprits: readonly string[];
  readonly linked: number;
  /** Customers truly on the list, and those of them that came from the culprits. */
  readonly customers: number;
  readonly taken: number;
  readonly moreRecordsNeeded: number | null;
  readonly replay: Replay | null;
  /** Days, half-open; null where no one is named. */
  readonly window: readonly [string, string] | null;
  readonly trueWindow: readonly [string, string];
  /** Persons of the scope against the truth; null where there was nobody to scope. */
  readonly scope: { readonly persons: number; readonly missed: number; readonly extra: number } | null;
  readonly affected: number;
  readonly detect: { readonly findings: number; readonly right: number; readonly firstRight: number | null };
  readonly seconds: number;
}

const DAY_MS = 86_400_000;

/** One row for each kind of leak. */
export function sweepTable(runs: readonly SweepRun[]): string {
  const rows = [...Map.groupBy(runs, (run) => run.world)].map(([world, of]) => rowOf(world, of));
  const all = rowOf('all', runs);
  return table([
    [
      'leak',
      'runs',
      'named exactly',
      'named in part',
      'innocent named',
      'verdicts',
      'window holds the truth',
      'window too long, days',
      'affected: missed / too many',
      'findings: right / all',
      'culprit found',
    ],
    ...rows,
    all,
  ]);
}

function rowOf(world: string, runs: readonly SweepRun[]): readonly string[] {
  const named = runs.filter((run) => run.named.length > 0);
  const innocent = runs.filter((run) => run.named.some(({ actor }) => !run.culprits.includes(actor)));
  const exact = named.filter((run) => sameActors(run) && run.named.length === run.culprits.length);
  const verdicts = [...Map.groupBy(runs, (run) => run.verdict)].map(([verdict, of]) => `${of.length} ${verdict}`);
  const scopes = runs.flatMap((run) => (run.scope === null ? [] : [{ ...run.scope, affected: run.affected }]));
  const sum = (of: readonly number[]): number => of.reduce((total, value) => total + value, 0);
  const affected = sum(scopes.map((scope) => scope.affected));
  const share = (part: number): string => (affected === 0 ? '–' : `${((100 * part) / affected).toFixed(1)} %`);
  const guilty = runs.filter((run) => run.culprits.length > 0);
  return [
    world,
    String(runs.length),
    String(exact.length),
    String(named.filter((run) => sameActors(run) && run.named.length < run.culprits.length).length),
    String(innocent.length),
    verdicts.join(', '),
    named.length === 0 ? '–' : `${named.filter(windowHolds).length}/${named.length}`,
    named.length === 0 ? '–' : String(median(named.map(excessDays))),
    scopes.length === 0
      ? '–'
      : `${share(sum(scopes.map((scope) => scope.missed)))} / ${share(sum(scopes.map((scope) => scope.extra)))}`,
    `${sum(runs.map((run) => run.detect.right))} / ${sum(runs.map((run) => run.detect.findings))}`,
    guilty.length === 0 ? '–' : `${guilty.filter((run) => run.detect.firstRight !== null).length}/${guilty.length}`,
  ];
}

const sameActors = (run: SweepRun): boolean => run.named.every(({ actor }) => run.culprits.includes(actor));

const windowHolds = ({ window, trueWindow }: SweepRun): boolean =>
  window !== null && window[0] <= trueWindow[0] && window[1] >= trueWindow[1];

/** Days by which the window is longer than the true one; negative when shorter. */
const excessDays = ({ window, trueWindow }: SweepRun): number =>
  window === null ? 0 : (length(window) - length(trueWindow)) / DAY_MS;

const length = ([from, to]: readonly [string, string]): number => Date.parse(to) - Date.parse(from);

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, at) => Math.max(3, ...rows.map((row) => row[at]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const [heading = [], ...rest] = rows;
  return [line(heading), line(widths.map((width) => '-'.repeat(width))), ...rest.map(line)].join('\n');
}
