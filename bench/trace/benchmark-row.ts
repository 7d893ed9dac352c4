import { ORDINARY, type OrganisationKnobs } from './organisation.ts';

/** Organisations of the table; `busier` staff open three times as much, for lists that an ordinary year does not hold. */
export const ORGANISATIONS = {
  ordinary: ORDINARY,
  busier: { ...ORDINARY, medianViews: 600 },
  skewed: { ...ORDINARY, zipf: 1.2 },
  queues: { ...ORDINARY, queue: 0.8 },
  'busy peers': { ...ORDINARY, busyEach: 25 },
  large: { ...ORDINARY, actors: 5_000, customers: 200_000 },
} as const satisfies Record<string, OrganisationKnobs>;

export type OrganisationName = keyof typeof ORGANISATIONS;

export interface BenchmarkRow {
  readonly id: string;
  readonly kind: 'culprit' | 'null' | 'date';
  readonly organisation: OrganisationName;
  readonly culprits: number;
  /** The culprits' accesses are in no log. */
  readonly ghost: boolean;
  readonly records: number;
  /** Share of the list from elsewhere; null: even from 0 to one half. */
  readonly outside: number | null;
  readonly windowDays: number;
  readonly outsiders: 'any of three' | 'popular';
  /** What the brief measured (tracing brief 3.8): first by hit count, hit rate, Jaccard, guilt, tf-idf, hypergeometric, its own key 1; named. */
  readonly brief: readonly number[] | null;
}

const row = (id: string, records: number, rest: Partial<BenchmarkRow> = {}): BenchmarkRow => ({
  id,
  kind: 'culprit',
  organisation: 'ordinary',
  culprits: 1,
  ghost: false,
  records,
  outside: 0.3,
  windowDays: 120,
  outsiders: 'any of three',
  brief: null,
  ...rest,
});

const CULPRIT_ROWS: readonly BenchmarkRow[] = [
  row('5 records', 5, { brief: [0.67, 0.34, 0.38, 0.43, 0.67, 0.81, 0.81, 0] }),
  row('8 records', 8, { brief: [0.93, 0.36, 0.4, 0.65, 0.88, 0.97, 0.93, 0.11] }),
  row('12 records', 12, { brief: [0.93, 0.52, 0.62, 0.68, 0.95, 0.97, 0.95, 0.38] }),
  row('20 records', 20, { brief: [1, 0.63, 0.76, 0.81, 0.98, 0.99, 0.98, 0.74] }),
  row('20 records in 30 days', 20, { windowDays: 30, brief: [0.99, 0.57, 0.72, 0.72, 0.99, 1, 1, 0.94] }),
  row('50 records', 50, { brief: [1, 0.71, 0.91, 0.97, 1, 1, 1, 0.98] }),
  row('200 records', 200, { organisation: 'busier', brief: [1, 0.87, 1, 1, 1, 1, 1, 1] }),
  row('100 records, 60 % foreign', 100, { outside: 0.6, brief: [0.89, 0.74, 0.95, 0.85, 1, 0.98, 1, 0.89] }),
  row('100 records, 80 % foreign', 100, { outside: 0.8, brief: [0.61, 0.57, 0.88, 0.47, 0.96, 0.82, 0.98, 0.01] }),
  row('400 records, 90 % foreign', 400, { outside: 0.9, brief: [0.52, 0.62, 0.81, 0.51, 0.76, 0.72, 0.98, 0] }),
  row('20 records, Zipf 1.2', 20, { organisation: 'skewed', brief: [0.88, 0.22, 0.52, 0.67, 0.96, 0.98, 0.95, 0.33] }),
  row('20 records, queues 80 %', 20, {
    organisation: 'queues',
    brief: [0.98, 0.6, 0.69, 0.72, 0.96, 0.99, 0.97, 0.66],
  }),
  row('5,000 actors, 20 records', 20, { organisation: 'large', brief: [0.97, 0.52, 0.7, 0.55, 1, 1, 1, 0.8] }),
  row('5,000 actors, 50 records', 50, { organisation: 'large', brief: [0.95, 0.68, 0.87, 0.97, 1, 1, 1, 1] }),
  row('2 culprits, 100 records', 100, { culprits: 2 }),
  row('2 culprits, 200 records', 200, { culprits: 2 }),
  row('3 culprits, 300 records', 300, { culprits: 3 }),
  row('3 culprits, 400 records', 400, {
    organisation: 'busier',
    culprits: 3,
    brief: [0.57, 0.85, 1, 0.76, 1, 0.96, 1, 0.96],
  }),
  row('5 culprits, 400 records', 400, {
    organisation: 'busier',
    culprits: 5,
    brief: [0.4, 0.86, 1, 0.57, 1, 0.89, 1, 0.61],
  }),
];

const DATE_ROWS: readonly BenchmarkRow[] = [
  row('7 days, 15 records', 15, { kind: 'date', windowDays: 7, organisation: 'busier' }),
  row('30 days, 15 records', 15, { kind: 'date', windowDays: 30, organisation: 'busier' }),
  row('120 days, 15 records', 15, { kind: 'date' }),
  row('120 days, 50 records', 50, { kind: 'date' }),
  row('120 days, 150 records', 150, { kind: 'date', organisation: 'busier' }),
];

const SIZES = [20, 50, 100, 300] as const;

/** Lists by nobody in the log: 36 a seed. */
const NULL_ROWS: readonly BenchmarkRow[] = SIZES.flatMap((records) => {
  const absent = { kind: 'null', outside: null } as const;
  const busier = records > 100 ? 'busier' : 'ordinary';
  return [
    ...[1, 2].map((no) => row(`elsewhere ${no}, ${records}`, records, { ...absent, culprits: 0 })),
    ...[1, 2, 3].map((no) => row(`ghost ${no}, ${records}`, records, { ...absent, ghost: true, organisation: busier })),
    row(`busy peers, ${records}`, records, { ...absent, ghost: true, organisation: 'busy peers' }),
    row(`popular, ${records}`, records, { ...absent, culprits: 0, organisation: 'skewed', outsiders: 'popular' }),
    row(`popular ghost, ${records}`, records, { ...absent, ghost: true, organisation: 'skewed', outsiders: 'popular' }),
    row(`queues, ${records}`, records, { ...absent, ghost: true, organisation: 'queues' }),
  ];
});

export const BENCHMARK_ROWS: readonly BenchmarkRow[] = [...CULPRIT_ROWS, ...DATE_ROWS, ...NULL_ROWS];

/** The kind of null case a row belongs to. */
export const nullKind = (id: string): string => id.replace(/( \d)?, \d+$/, '');
