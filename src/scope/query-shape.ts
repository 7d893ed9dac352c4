import type { Field } from '../model/field.ts';
import type { TableMap } from '../model/table-map.ts';
import { columnOf, limitOf, type QueryScope, queryCondition } from './query-condition.ts';
import { list, node, only, Refusal, type TreeNode, text } from './query-tree.ts';
import type { Unsaid } from './unsaid.ts';

/** A statement as it was logged, parsed. */
export interface LoggedStatement {
  /** The tree that PostgreSQL's own parser makes of it. */
  readonly tree: unknown;
  /** Null where the log does not name it. */
  readonly database: string | null;
  /** The values of `$1`, `$2`, …, null for one that was not logged; null when none were. */
  readonly parameters: readonly (string | null)[] | null;
}

/** What a query asks, in our own words: nothing of its text is left. */
export interface QueryShape {
  /** A condition over customers' columns, with `$1`, `$2`, … for the values. */
  readonly where: string;
  readonly values: readonly string[];
  /** What the returned columns show, sorted. */
  readonly fields: readonly Field[];
  /** What the condition's columns show: of whoever came back, the reader knew that it held. Sorted. */
  readonly compared: readonly Field[];
  /** At most this many rows came back, and which ones is not known once there are more. */
  readonly limit: number | null;
  /** False where a row that came back need not stand for one person, so that the logged count cannot be held against the answer. */
  readonly countable: boolean;
  readonly assumptions: readonly string[];
}

export type Shaped = { readonly ok: true; readonly shape: QueryShape } | { readonly ok: false; readonly why: Unsaid };

type Table = TableMap['tables'][number];

/** A SELECT may have these and nothing else: what a later PostgreSQL adds is refused until somebody has thought about it. */
const PLAIN = new Set([
  'targetList',
  'fromClause',
  'whereClause',
  'sortClause',
  'limitOption',
  'limitCount',
  'limitOffset',
  'op',
  'distinctClause',
]);
const REFUSED: Readonly<Record<string, Unsaid>> = {
  groupClause: 'grouped',
  havingClause: 'grouped',
  withClause: 'subquery',
  valuesLists: 'not-one-select',
  intoClause: 'not-one-select',
};

/**
 * Says what a logged statement asks of one mapped table; or why that cannot be said. Only node types that stand here and in `query-condition.ts`
 * pass; the condition is written anew from them and values are never written into it, so that no text from the log is ever run.
 */
export function queryShape(logged: LoggedStatement, map: TableMap): Shaped {
  try {
    return { ok: true, shape: shaped(logged, map) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, why: error.why };
    throw error;
  }
}

function shaped(logged: LoggedStatement, map: TableMap): QueryShape {
  const statements = list(node(logged.tree)['stmts']);
  if (statements.length !== 1) throw new Refusal('not-one-select');
  return statementShape(node(node(statements[0])['stmt']), logged, map);
}

/** A SELECT; a prepared one that was run; a COPY of rows out of the database, which is the same to whoever holds the rows now. */
function statementShape(statement: TreeNode, logged: LoggedStatement, map: TableMap): QueryShape {
  if ('PrepareStmt' in statement) return statementShape(node(node(statement['PrepareStmt'])['query']), logged, map);
  if ('DeclareCursorStmt' in statement) throw new Refusal('cursor');
  if ('CopyStmt' in statement) {
    const copy = node(statement['CopyStmt']);
    if (copy['is_from'] === true || copy['whereClause'] !== undefined) throw new Refusal('not-one-select');
    if (copy['query'] !== undefined) return statementShape(node(copy['query']), logged, map);
    return copyShape(copy, logged, map);
  }
  return selectShape(only(statement, 'SelectStmt', 'not-one-select'), logged, map);
}

function copyShape(copy: TreeNode, logged: LoggedStatement, map: TableMap): QueryShape {
  const { table, assumptions } = tableOf(node(copy['relation']), logged.database, map);
  if ('nobody' in table) return nobodys([table]);
  const scope: QueryScope = { columns: table.columns, alias: '', parameters: null, values: [], compared: new Set() };
  const named = list(copy['attlist']);
  const columns = named.length === 0 ? [{ A_Star: {} }] : named;
  const fields = columns.flatMap((column) => fieldsOf({ ColumnRef: { fields: [column] } }, scope));
  return shapeOf('true', scope, { fields, limit: null, countable: true, assumptions });
}

function selectShape(select: TreeNode, logged: LoggedStatement, map: TableMap): QueryShape {
  for (const key of Object.keys(select)) if (!PLAIN.has(key)) throw new Refusal(REFUSED[key] ?? 'not-one-select');
  if (select['op'] !== 'SETOP_NONE') throw new Refusal('not-one-select');
  const from = list(select['fromClause']);
  if (from.length === 0) throw new Refusal('unknown-table');
  const nobody = nobodysTables(select, logged.database, map);
  if (nobody !== null) return nobodys(nobody);
  if (from.length > 1) throw new Refusal('several-tables');
  const range = node(from[0]);
  if ('JoinExpr' in range) throw new Refusal('several-tables');
  if ('RangeSubselect' in range) throw new Refusal('subquery');
  if ('RangeFunction' in range) throw new Refusal('function');
  if ('RangeTableSample' in range) throw new Refusal('limited');
  const relation = only(range, 'RangeVar', 'unknown-table');
  const { table, assumptions } = tableOf(relation, logged.database, map);
  // Something in it could read another table.
  if ('nobody' in table) throw new Refusal(holdsNode(select, 'SubLink') ? 'subquery' : 'function');
  // ONLY leaves the partitions out, and which rows those are is not known here.
  if (relation['inh'] !== true) throw new Refusal('expression');
  const scope: QueryScope = {
    columns: table.columns,
    alias: text(node(relation['alias'])['aliasname']) ?? text(relation['relname']) ?? '',
    parameters: logged.parameters,
    values: [],
    compared: new Set(),
  };
  const fields = list(select['targetList']).flatMap((target) =>
    fieldsOf(node(node(target)['ResTarget'])['val'], scope),
  );
  const distinct = list(select['distinctClause']);
  // DISTINCT ON keeps one row of each group, and which one is not known; plain DISTINCT keeps every value that was there.
  if (distinct.some((one) => Object.keys(node(one)).length > 0)) throw new Refusal('limited');
  const limit = limitOf(select, scope);
  const where = select['whereClause'] === undefined ? 'true' : queryCondition(node(select['whereClause']), scope);
  return shapeOf(where, scope, { fields, limit, countable: distinct.length === 0, assumptions });
}

const shapeOf = (
  where: string,
  scope: QueryScope,
  rest: Pick<QueryShape, 'fields' | 'limit' | 'countable' | 'assumptions'>,
): QueryShape => ({
  ...rest,
  where,
  values: scope.values,
  fields: [...new Set(rest.fields)].sort(),
  compared: [...scope.compared].sort(),
  assumptions: [SAME_AS_FILE, NO_POLICY, ...rest.assumptions],
});

const SAME_AS_FILE =
  'the customers file said the same as the database at that time, blanks around values and the case of country codes aside';
const NO_POLICY = 'no row-level policy hid rows from the account';

const nobodys = (tables: readonly Table[]): QueryShape => ({
  where: 'false',
  values: [],
  fields: [],
  compared: [],
  limit: null,
  countable: false,
  assumptions: tables.map(({ schema, table }) => `tables.yml is right that ${schema}.${table} holds nobody's data`),
});

/** The tables of a SELECT that reads nothing but tables without anybody's data, through no function or subquery; else null. */
function nobodysTables(select: TreeNode, database: string | null, map: TableMap): readonly Table[] | null {
  const found: Table[] = [];
  const walk = (value: unknown): boolean => {
    if (Array.isArray(value)) return value.every(walk);
    for (const [key, inner] of Object.entries(node(value))) {
      if (key === 'SubLink' || key === 'RangeSubselect' || key === 'RangeFunction') return false;
      if (key === 'FuncCall' && !isCount(node(inner))) return false;
      if (key === 'RangeVar') {
        const tables = tablesOf(node(inner), database, map);
        if (tables.length !== 1 || !tables.every((one) => 'nobody' in one)) return false;
        found.push(...tables);
      } else if (!walk(inner)) return false;
    }
    return true;
  };
  return walk(select) && found.length > 0 ? found : null;
}

const holdsNode = (value: unknown, type: string): boolean =>
  Array.isArray(value)
    ? value.some((one) => holdsNode(one, type))
    : Object.entries(node(value)).some(([key, inner]) => key === type || holdsNode(inner, type));

const isCount = (call: TreeNode): boolean => {
  const names = list(call['funcname']);
  return names.length === 1 && text(node(node(names[0])['String'])['sval']) === 'count' && call['agg_star'] === true;
};

const tablesOf = (relation: TreeNode, database: string | null, map: TableMap): readonly Table[] => {
  const schema = text(relation['schemaname']);
  const catalog = text(relation['catalogname']);
  // PostgreSQL reads the database that it is connected to, and no other.
  if (catalog !== null && catalog !== database) return [];
  return map.tables.filter(
    (one) =>
      one.table === relation['relname'] &&
      (schema === null || one.schema === schema) &&
      (one.database === undefined || database === null || one.database === database),
  );
};

function tableOf(
  relation: TreeNode,
  database: string | null,
  map: TableMap,
): { readonly table: Table; readonly assumptions: readonly string[] } {
  const found = tablesOf(relation, database, map);
  const [table] = found;
  if (table === undefined || found.length > 1) throw new Refusal('unknown-table');
  const at = `${table.schema}.${table.table}`;
  return {
    table,
    assumptions: [
      ...(text(relation['schemaname']) === null ? [`the search path led to ${at}`] : []),
      ...(table.database === undefined || database === null
        ? [`${at} of tables.yml is the one in the database that was asked`]
        : []),
    ],
  };
}

/** What a returned column shows; of `*` every mapped column. */
function fieldsOf(target: unknown, scope: QueryScope): readonly Field[] {
  const value = node(target);
  if ('FuncCall' in value) throw new Refusal('function');
  if ('SubLink' in value) throw new Refusal('subquery');
  const parts = list(only(value, 'ColumnRef', 'expression')['fields']);
  if ('A_Star' in node(parts.at(-1)))
    return Object.values(scope.columns).flatMap(({ field }) => (field === null ? [] : [field]));
  const { field } = columnOf(value, scope);
  return field === null ? [] : [field];
}
