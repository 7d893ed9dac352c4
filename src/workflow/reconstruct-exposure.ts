import type { Period } from '../core/instant.ts';
import { ok, type Result } from '../core/result.ts';
import { CUSTOMER_COLUMNS, type CustomerColumn, type CustomerVersion } from '../model/customer-column.ts';
import type { TableMap } from '../model/table-map.ts';
import { loadSourcePack } from '../packs/source-pack.ts';
import type { LakeParam, LakeSession } from '../ports/lake.ts';
import type { LoggedQuery, QueryDesk, QuerySandbox } from '../ports/query-desk.ts';
import { type QueryShape, queryShape } from '../scope/query-shape.ts';
import { type Answer, type Reconstruction, reconstructionTally, type UnnamedAccess } from '../scope/reconstruction.ts';
import type { Unsaid } from '../scope/unsaid.ts';
import type { Deps } from './deps.ts';

/** A row of `sql/lake/scope-query.sql`. */
type QueryRow = {
  readonly source: string;
  readonly batch: string;
  readonly record_no: number;
  readonly at: string;
  readonly account: string;
  readonly operation: string | null;
  readonly resource: string | null;
  readonly statement: string | null;
  readonly session: string | null;
  readonly subject_count: bigint | null;
  readonly fields_known: boolean;
};

export interface ReconstructionTerms {
  readonly actors: readonly string[];
  /** Nested, the narrowest first; one of them is `base`. */
  readonly windows: readonly Period[];
  readonly base: Period;
  /** Null: the data directory has no `tables.yml`. */
  readonly map: TableMap | null;
}

export type ReconstructionDeps = Pick<Deps, 'packsFolder' | 'progress' | 'queries'>;

/**
 * Runs the logged queries of the actors' accesses that name nobody again, over the customers' versions of their moments, in a sandbox that is not the
 * database; what cannot be said is counted with its reason. One batch's accesses are in memory at a time, and the rows found. Errors: those of the
 * lake and of `query.sql`.
 */
export async function reconstructExposure(
  session: LakeSession,
  { actors, windows, base, map }: ReconstructionTerms,
  deps: ReconstructionDeps,
): Promise<Result<Reconstruction>> {
  const tally = reconstructionTally(windows, base);
  const widest = windows.at(-1) ?? base;
  const params = { actors, from: widest.from, to: widest.to };
  const step = deps.progress.step('queries run again', null, 'accesses');
  const asker = queryAsker(await opened(session, params, map, deps.queries), map, deps.queries);
  try {
    let held: QueryRow[] = [];
    const flush = async (): Promise<Result<null>> => {
      const [first] = held;
      if (first === undefined) return ok(null);
      const done = await askBatch(first, held, map, asker, tally, deps);
      held = [];
      return done;
    };
    let seen = 0;
    for await (const rows of session.stream<QueryRow>('scope-query', params)) {
      for (const row of rows) {
        const [first] = held;
        if (first !== undefined && (first.batch !== row.batch || first.source !== row.source)) {
          const flushed = await flush();
          if (!flushed.ok) return flushed;
        }
        held.push(row);
      }
      seen += rows.length;
      step.at(seen);
    }
    const flushed = await flush();
    return flushed.ok ? ok(tally.done()) : flushed;
  } finally {
    asker.close();
    step.end();
  }
}

/** The executions of one batch, each asked once whatever number of records it left. */
async function askBatch(
  { source, batch }: QueryRow,
  rows: readonly QueryRow[],
  map: TableMap | null,
  asker: QueryAsker,
  tally: ReturnType<typeof reconstructionTally>,
  deps: ReconstructionDeps,
): Promise<Result<null>> {
  const pack = loadSourcePack(deps.packsFolder, source);
  if (map === null || !pack.ok || pack.value.querySql === null) {
    tally.unsaid(rows.map(accessOf), map === null ? 'no-table-map' : 'no-query');
    return ok(null);
  }
  const queries = await deps.queries.logged(
    pack.value,
    batch,
    rows.map(({ record_no, operation, resource, statement, session }) => ({
      recordNo: record_no,
      operation,
      resource,
      statement,
      session,
    })),
  );
  if (!queries.ok) return queries;
  const byRecord = new Map(queries.value.map((query) => [query.recordNo, query]));
  for (const execution of executionsOf(rows, byRecord).values()) {
    const accesses = execution.rows.map(accessOf);
    const [first] = accesses;
    if (first === undefined) continue;
    const outcome = await asker.ask(source, execution.query, first.at);
    if (typeof outcome === 'string') tally.unsaid(accesses, outcome);
    else tally.said(accesses, outcome);
  }
  return ok(null);
}

const accessOf = ({ source, at, account, subject_count, fields_known }: QueryRow): UnnamedAccess => ({
  source,
  at,
  account,
  rows: subject_count === null ? null : Number(subject_count),
  fieldsKnown: fields_known,
});

interface Execution {
  readonly rows: QueryRow[];
  /** The one of its records that holds the statement, where one does. */
  query: LoggedQuery | null;
}

function executionsOf(
  rows: readonly QueryRow[],
  byRecord: ReadonlyMap<number, LoggedQuery>,
): ReadonlyMap<string, Execution> {
  const executions = new Map<string, Execution>();
  for (const row of rows) {
    const query = byRecord.get(row.record_no) ?? null;
    const key = query?.execution == null ? `record ${row.record_no}` : `execution ${query.execution}`;
    const held = executions.get(key) ?? { rows: [], query };
    held.rows.push(row);
    if (held.query?.statement == null) held.query = query;
    executions.set(key, held);
  }
  return executions;
}

interface QueryAsker {
  ask(source: string, query: LoggedQuery | null, at: string): Promise<Answer | Unsaid>;
  close(): void;
}

/** The sandbox, filled before the accesses are read: a session reads one thing at a time. Null where there is nothing to ask, or too much to hold. */
async function opened(
  session: LakeSession,
  params: Readonly<Record<string, LakeParam>>,
  map: TableMap | null,
  queries: QueryDesk,
): Promise<QuerySandbox | null> {
  if (map === null) return null;
  let any = false;
  for await (const rows of session.stream<QueryRow>('scope-query', params)) {
    any = rows.length > 0;
    break;
  }
  return any ? queries.sandbox(comparedColumns(map), session.stream<CustomerVersion>('scope-version')) : null;
}

/** The same query within one stretch of time is asked once. */
function queryAsker(sandbox: QuerySandbox | null, map: TableMap | null, queries: QueryDesk): QueryAsker {
  const shapes = new Map<string, QueryShape | Unsaid>();
  const answers = new Map<string, Answer | Unsaid>();
  let asked = 0;

  const run = async (shape: QueryShape, at: string, most: number): Promise<Answer | Unsaid> => {
    if (sandbox === null) return 'too-large';
    const key = JSON.stringify([shape.where, shape.values, shape.fields, shape.limit, sandbox.stretch(at)]);
    const known = answers.get(key);
    if (known !== undefined) return known;
    if (asked === most) return 'too-many';
    asked += 1;
    const found = await sandbox.run(shape, at);
    const answer =
      found === null
        ? 'too-long'
        : shape.limit !== null && found.rows > shape.limit
          ? 'limited'
          : { ...shape, ids: found.ids, rows: found.rows };
    answers.set(key, answer);
    return answer;
  };

  return {
    async ask(source, query, at) {
      if (map === null) return 'no-table-map';
      const logged = statementOf(source, query, map);
      if (typeof logged === 'string') return logged;
      const key = JSON.stringify([logged.statement, logged.database, logged.parameters]);
      const shape = shapes.get(key) ?? (await shapeOf(logged, map, queries));
      shapes.set(key, shape);
      return typeof shape === 'string' ? shape : run(shape, at, map.mostStatements);
    },
    close: () => sandbox?.close(),
  };
}

type Asked = Pick<LoggedQuery, 'database' | 'parameters'> & {
  readonly statement: string;
  /** What a report asked is the company's word, not the log's. */
  readonly report: string | null;
};

function statementOf(source: string, query: LoggedQuery | null, map: TableMap): Asked | Unsaid {
  if (query === null) return 'no-query';
  const { statement, report, database, parameters } = query;
  if (statement !== null) return { statement, report: null, database, parameters };
  if (report === null) return 'not-logged';
  const known = map.reports.find((one) => one.source === source && one.report === report);
  return known === undefined
    ? 'unknown-report'
    : { statement: known.statement, report, database: null, parameters: null };
}

async function shapeOf(asked: Asked, map: TableMap, queries: QueryDesk): Promise<QueryShape | Unsaid> {
  const tree = await queries.parse(asked.statement);
  if (tree === null) return 'not-parsed';
  const shaped = queryShape({ tree, database: asked.database, parameters: asked.parameters }, map);
  if (!shaped.ok) return shaped.why;
  if (asked.report === null) return shaped.shape;
  const assumption = `report ${asked.report} asked then what tables.yml says`;
  return { ...shaped.shape, assumptions: [...shaped.shape.assumptions, assumption] };
}

/** Only what a condition can compare is copied out of the lake. */
function comparedColumns(map: TableMap): readonly CustomerColumn[] {
  const named = new Set(
    map.tables.flatMap((table) => ('nobody' in table ? [] : Object.values(table.columns).map(({ is }) => is))),
  );
  return CUSTOMER_COLUMNS.filter((column) => named.has(column));
}
