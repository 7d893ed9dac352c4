import { type Calibrated, ORIGINS } from './calibrate.ts';

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** As much as `count`, where statements weigh alike. */
  readonly weight: number;
  readonly stated: number;
  readonly true: number;
}

const EDGES = [0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999, 1] as const;

/** Statements by the probability stated, with how many of them were true. */
export function reliability(
  statements: readonly { readonly stated: number; readonly holds: boolean; readonly weight?: number }[],
): readonly Bin[] {
  return EDGES.slice(0, -1).map((from, i) => {
    const to = EDGES[i + 1] ?? 1;
    const within = statements.filter(({ stated }) => stated >= from && (stated < to || to === 1));
    const weight = within.reduce((sum, statement) => sum + (statement.weight ?? 1), 0);
    const mean = (of: (statement: (typeof statements)[number]) => number): number =>
      weight === 0 ? 0 : within.reduce((sum, statement) => sum + (statement.weight ?? 1) * of(statement), 0) / weight;
    return {
      from,
      to,
      count: within.length,
      weight,
      stated: mean(({ stated }) => stated),
      true: mean(({ holds }) => (holds ? 1 : 0)),
    };
  });
}

/** Mean distance of what was stated from what was true, weighed by how often it was stated. */
export const calibrationError = (bins: readonly Bin[]): number => {
  const all = bins.reduce((sum, bin) => sum + bin.weight, 0);
  return all === 0 ? 0 : bins.reduce((sum, bin) => sum + (bin.weight / all) * Math.abs(bin.stated - bin.true), 0);
};

/** "This actor gave some of it", of the most probable actor of each list from one insider or from none. */
export const leaderStatements = (lists: readonly Calibrated[]) =>
  lists.flatMap(({ origin, leader, culprits }) =>
    leader === null || origin === 'two insiders' || origin === 'insider and ghost'
      ? []
      : [{ stated: leader.posterior, holds: culprits.includes(leader.actor) }],
  );

/** "Nobody of this log gave a quarter or more", of the same lists. */
export const absenceStatements = (lists: readonly Calibrated[], shareToName: number) =>
  lists.flatMap(({ origin, absence, culprits, share }) =>
    origin === 'two insiders' || origin === 'insider and ghost'
      ? []
      : [{ stated: absence, holds: culprits.length === 0 || share < shareToName }],
  );

export const innocentNamed = ({ named, culprits }: Calibrated): boolean =>
  named.some((actor) => !culprits.includes(actor));

const table = (rows: readonly (readonly string[])[]): string => {
  const widths = rows[0]?.map((_, at) => Math.max(3, ...rows.map((row) => row[at]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const [heading = [], ...rest] = rows;
  return [line(heading), line(widths.map((width) => '-'.repeat(width))), ...rest.map(line)].join('\n');
};

export const reliabilityTable = (bins: readonly Bin[]): string =>
  table([
    ['stated', 'lists', 'mean stated', 'true'],
    ...bins.map((bin) => [
      `${bin.from} to ${bin.to}`,
      String(bin.count),
      bin.count === 0 ? '–' : bin.stated.toFixed(4),
      bin.count === 0 ? '–' : bin.true.toFixed(4),
    ]),
  ]);

export const namingTable = (lists: readonly Calibrated[]): string =>
  table([
    [
      'origin',
      'lists',
      'innocent named',
      'all culprits named',
      'some of them',
      'not in this log',
      'cannot separate',
      'not enough data',
    ],
    ...ORIGINS.map((origin) => {
      const of = lists.filter((list) => list.origin === origin);
      const count = (test: (list: Calibrated) => boolean): string => String(of.filter(test).length);
      const all = (list: Calibrated): boolean =>
        list.culprits.length > 0 && list.culprits.every((actor) => list.named.includes(actor));
      return [
        origin,
        String(of.length),
        count(innocentNamed),
        count(all),
        count((list) => !all(list) && list.named.some((actor) => list.culprits.includes(actor))),
        count(({ verdict }) => verdict === 'not-in-this-log'),
        count(({ verdict }) => verdict === 'cannot-separate'),
        count(({ verdict }) => verdict === 'not-enough-data'),
      ];
    }),
  ]);

/** How often a single insider is named, by the number of records that he gave. */
export function powerTable(lists: readonly Calibrated[]): string {
  const edges = [1, 5, 10, 20, 40, 101];
  const insiders = lists.filter(({ origin }) => origin === 'insider');
  return table([
    ['records he gave', 'lists', 'named', 'first in the ranking'],
    ...edges.slice(0, -1).map((from, i) => {
      const to = edges[i + 1] ?? from;
      const of = insiders.filter(({ records, share }) => records * share >= from && records * share < to);
      const share = (test: (list: Calibrated) => boolean): string =>
        of.length === 0 ? '–' : `${Math.round((100 * of.filter(test).length) / of.length)} %`;
      return [
        `${from} to ${to - 1}`,
        String(of.length),
        share(({ named, culprits }) => culprits.every((actor) => named.includes(actor))),
        share(({ leader, culprits }) => leader !== null && culprits.includes(leader.actor)),
      ];
    }),
  ]);
}
