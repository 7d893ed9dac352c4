import { calibratedPosterior } from '../../src/trace/calibrated-posterior.ts';
import type { Leader } from '../../src/trace/judge-trace.ts';
import { BASELINES } from './baseline.ts';
import type { BenchmarkCase } from './benchmark-case.ts';
import { BENCHMARK_ROWS, nullKind } from './benchmark-row.ts';
import { calibrationError, reliability } from './calibration-table.ts';
import { table } from './markdown-table.ts';

/** All tables of the benchmark, as Markdown; rows without a case are left out. */
export function benchmarkTables(cases: readonly BenchmarkCase[]): string {
  const byRow = Map.groupBy(cases, ({ row }) => row);
  return [
    '### A culprit is in the log',
    '',
    'Share of lists in which a culprit is ranked first (brief’s figure in brackets), in which a culprit is named, in which anybody innocent is.',
    '',
    culpritTable(byRow),
    '',
    '### Nobody in the log did it',
    '',
    nullTable(cases),
    '',
    '### Coalitions',
    '',
    coalitionTable(byRow),
    '',
    '### The end of the leak',
    '',
    dateTable(byRow),
    '',
    posteriorLine(cases),
    '',
    replayLine(cases),
  ].join('\n');
}

const rowsOf = (kind: 'culprit' | 'null' | 'date') => BENCHMARK_ROWS.filter((row) => row.kind === kind);
const share = (cases: readonly BenchmarkCase[], test: (one: BenchmarkCase) => boolean): number =>
  cases.length === 0 ? 0 : cases.filter(test).length / cases.length;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const isCulprit = ({ culprits }: BenchmarkCase, actor: string | undefined): boolean =>
  actor !== undefined && culprits.includes(actor);
const innocentNamed = (one: BenchmarkCase): boolean => one.named.some((actor) => !isCulprit(one, actor));

function culpritTable(byRow: ReadonlyMap<string, readonly BenchmarkCase[]>): string {
  const rows = rowsOf('culprit').flatMap((row) => {
    const cases = byRow.get(row.id) ?? [];
    if (cases.length === 0) return [];
    const beside = (value: number, at: number): string => {
      const brief = row.brief?.[at];
      return brief === undefined ? value.toFixed(2) : `${value.toFixed(2)} (${brief.toFixed(2)})`;
    };
    return [
      [
        row.id,
        String(cases.length),
        ...BASELINES.map((name, at) => beside(mean(cases.map((one) => one.first[name])), at)),
        beside(
          share(cases, (one) => isCulprit(one, one.leader?.actor)),
          6,
        ),
        beside(
          share(cases, (one) => one.named.some((actor) => isCulprit(one, actor))),
          7,
        ),
        String(cases.filter(innocentNamed).length),
        String(cases.filter((one) => one.hypergeometricInnocents > 0).length),
      ],
    ];
  });
  return table([
    ['list', 'lists', ...BASELINES, 'Candour', 'names a culprit', 'names an innocent', 'hypergeometric names one'],
    ...rows,
  ]);
}

function nullTable(cases: readonly BenchmarkCase[]): string {
  const ids = new Set(rowsOf('null').map(({ id }) => id));
  const byKind = Map.groupBy(
    cases.filter(({ row }) => ids.has(row)),
    ({ row }) => nullKind(row),
  );
  const line = (name: string, of: readonly BenchmarkCase[]): readonly string[] => [
    name,
    String(of.length),
    String(of.filter(({ before }) => before.length > 0).length),
    String(of.filter(innocentNamed).length),
    `${(100 * share(of, innocentNamed)).toFixed(2)} %`,
    ...['not-in-this-log', 'cannot-separate', 'not-enough-data'].map((verdict) =>
      String(of.filter((one) => one.verdict === verdict).length),
    ),
    `${(100 * share(of, (one) => one.hypergeometricInnocents > 0)).toFixed(0)} %`,
  ];
  return table([
    [
      'who gave it',
      'lists',
      'before replays',
      'names an innocent',
      'share',
      'not in this log',
      'cannot separate',
      'not enough data',
      'hypergeometric names one',
    ],
    ...[...byKind].map(([name, of]) => line(name, of)),
    line('all', [...byKind.values()].flat()),
  ]);
}

function coalitionTable(byRow: ReadonlyMap<string, readonly BenchmarkCase[]>): string {
  const rows = rowsOf('culprit').flatMap((row) => {
    const cases = byRow.get(row.id) ?? [];
    if (cases.length === 0 || row.records < 50) return [];
    const recall = mean(cases.map((one) => one.named.filter((actor) => isCulprit(one, actor)).length / row.culprits));
    const exact = share(cases, (one) => one.named.length === row.culprits && !innocentNamed(one));
    return [
      [
        row.id,
        String(cases.length),
        recall.toFixed(2),
        exact.toFixed(2),
        share(cases, ({ verdict }) => verdict === 'several').toFixed(3),
        share(cases, ({ verdict }) => verdict === 'cannot-separate').toFixed(2),
        String(cases.filter(innocentNamed).length),
      ],
    ];
  });
  return table([
    ['list', 'lists', 'named of the culprits', 'exactly all', 'says several', 'cannot separate', 'false members'],
    ...rows,
  ]);
}

function dateTable(byRow: ReadonlyMap<string, readonly BenchmarkCase[]>): string {
  const rows = rowsOf('date').flatMap((row) => {
    const cases = (byRow.get(row.id) ?? []).filter(({ stated }) => stated !== null);
    if (cases.length === 0) return [];
    const errors = cases.map((one) => Math.abs((one.stated?.likelyTo ?? 0) - one.windowEnd)).sort((a, b) => a - b);
    const covers = share(
      cases,
      ({ stated, taken }) => stated !== null && stated.from <= taken[0] && stated.to >= taken[1],
    );
    const ends = share(cases, ({ stated, windowEnd }) => stated !== null && stated.to >= windowEnd);
    const quantile = (level: number): string => String(errors[Math.floor(level * (errors.length - 1))]);
    const length = mean(cases.map(({ stated }) => (stated === null ? 0 : stated.to - stated.from)));
    return [
      [
        row.id,
        String(cases.length),
        quantile(0.5),
        quantile(0.9),
        covers.toFixed(2),
        ends.toFixed(2),
        length.toFixed(0),
      ],
    ];
  });
  return table([
    [
      'window',
      'lists with a name',
      'days off, median',
      '90 %',
      '90 % window holds the taking',
      'ends no sooner than the leak',
      'its mean length, days',
    ],
    ...rows,
  ]);
}

/** "He gave some of it", of the leader of every list from one insider or from nobody. */
function posteriorLine(cases: readonly BenchmarkCase[]): string {
  const single = new Set(BENCHMARK_ROWS.filter((row) => row.culprits < 2).map(({ id }) => id));
  const judged = cases.filter(({ row, leader }) => leader !== null && single.has(row));
  const logged = judged.filter(({ culprits }) => culprits.length > 0).length;
  const errorOf = (stated: (leader: Leader) => number): string => {
    const statements = judged.flatMap((one) =>
      one.leader === null
        ? []
        : [
            {
              stated: stated(one.leader),
              holds: isCulprit(one, one.leader.actor),
              // The prior that is stated: as many lists by somebody in the log as by nobody.
              weight: one.culprits.length > 0 ? 0.5 / logged : 0.5 / (judged.length - logged),
            },
          ],
    );
    return calibrationError(reliability(statements)).toFixed(3);
  };
  return `Expected calibration error of "the leader gave some of it", half of the lists being by nobody in the log: ${errorOf(calibratedPosterior)} (of the ranking alone: ${errorOf(({ posterior }) => posterior)}) over ${judged.length} lists.`;
}

/** What replays did to names on lists by somebody in the log, and what one costs. */
function replayLine(cases: readonly BenchmarkCase[]): string {
  const replayed = cases.filter(({ replay }) => replay !== null);
  const guilty = replayed.filter(({ culprits }) => culprits.length > 0);
  const kept = share(guilty, ({ before, named }) => named.length === before.length);
  const raised = guilty.filter(({ replay }) => replay?.slack !== 0).length;
  const replays = replayed.reduce((sum, { replay }) => sum + (replay?.replays ?? 0), 0);
  const spent = replayed.reduce((sum, one) => sum + one.replayMilliseconds, 0);
  return `Replays were run on ${guilty.length} lists by somebody in the log with a name: the slack was raised in ${raised}, all names stayed in ${(100 * kept).toFixed(1)} %. ${replays} replays took ${(spent / Math.max(1, replays)).toFixed(1)} ms each.`;
}
