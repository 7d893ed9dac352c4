import type { Field } from '../model/field.ts';
import type { TableMap } from '../model/table-map.ts';

/** Why the rows that a logged query returned cannot be said. */
export type NotReconstructable =
  | 'not-one-select'
  | 'unknown-table'
  | 'several-tables'
  | 'unknown-column'
  | 'expression'
  | 'function'
  | 'subquery'
  | 'parameter'
  | 'grouped'
  | 'limited'
  | 'order-of-text';

/** What a query asks, in our own words: nothing of its text is left. */
export interface QueryShape {
  /** A condition over customers' columns, with `$1`, `$2`, … for the values. */
  readonly where: string;
  readonly values: readonly string[];
  /** What the returned columns show, sorted. */
  readonly fields: readonly Field[];
  readonly assumptions: readonly string[];
}

export type Shaped =
  | { readonly ok: true; readonly shape: QueryShape }
  | { readonly ok: false; readonly why: NotReconstructable };

type Node = Readonly<Record<string, unknown>>;
type Table = TableMap['tables'][number];

class Refusal extends Error {
  readonly why: NotReconstructable;
  constructor(why: NotReconstructable) {
    super(why);
    this.why = why;
  }
}

/** A SELECT may have these and nothing else: what a later PostgreSQL adds is refused until somebody has thought about it. */
const PLAIN = new Set(['targetList', 'fromClause', 'whereClause', 'sortClause', 'limitOption', 'op', 'distinctClause']);
const REFUSED: Readonly<Record<string, NotReconstructable>> = {
  limitCount: 'limited',
  limitOffset: 'limited',
  groupClause: 'grouped',
  havingClause: 'grouped',
  withClause: 'subquery',
  valuesLists: 'not-one-select',
  intoClause: 'not-one-select',
};

/**
 * Says what a logged query asks of one mapped table, from the tree of PostgreSQL's own parser; or why that cannot be said. Only node types that stand
 * here pass; the condition is written anew from them and values are never written into it, so that no text from the log is ever run.
 */
export function queryShape(tree: unknown, map: TableMap): Shaped {
  try {
    return { ok: true, shape: shaped(tree, map) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, why: error.why };
    throw error;
  }
}

function shaped(tree: unknown, map: TableMap): QueryShape {
  const statements = list(node(tree)['stmts']);
  const [first] = statements;
  if (statements.length !== 1) throw new Refusal('not-one-select');
  const select = only(node(node(first)['stmt']), 'SelectStmt', 'not-one-select');
  for (const key of Object.keys(select)) if (!PLAIN.has(key)) throw new Refusal(REFUSED[key] ?? 'not-one-select');
  if (select['op'] !== 'SETOP_NONE') throw new Refusal('not-one-select');
  const from = list(select['fromClause']);
  if (from.length === 0) throw new Refusal('unknown-table');
  if (from.length > 1) throw new Refusal('several-tables');
  const range = node(from[0]);
  if ('JoinExpr' in range) throw new Refusal('several-tables');
  if ('RangeSubselect' in range) throw new Refusal('subquery');
  if ('RangeFunction' in range) throw new Refusal('function');
  const relation = only(range, 'RangeVar', 'unknown-table');
  const { table, assumptions } = tableOf(relation, map);
  const alias = text(node(relation['alias'])['aliasname']) ?? text(relation['relname']) ?? '';
  const scope: Scope = { table, alias, values: [] };
  const fields = list(select['targetList']).flatMap((target) =>
    fieldsOf(node(node(target)['ResTarget'])['val'], scope),
  );
  const where = select['whereClause'] === undefined ? 'true' : condition(node(select['whereClause']), scope);
  return {
    where,
    values: scope.values,
    fields: [...new Set(fields)].sort(),
    assumptions: [
      'the customers file said the same as the database at that time',
      'no row-level policy hid rows from the account',
      ...assumptions,
    ],
  };
}

interface Scope {
  readonly table: Table;
  readonly alias: string;
  readonly values: string[];
}

function tableOf(relation: Node, map: TableMap): { readonly table: Table; readonly assumptions: readonly string[] } {
  const schema = text(relation['schemaname']);
  const found = map.tables.filter(
    (one) => one.table === relation['relname'] && (schema === null || one.schema === schema),
  );
  const [table] = found;
  if (table === undefined || found.length > 1 || relation['catalogname'] !== undefined)
    throw new Refusal('unknown-table');
  return { table, assumptions: schema === null ? [`the search path led to ${table.schema}.${table.table}`] : [] };
}

/** What a returned column shows; of `*` every mapped column. */
function fieldsOf(target: unknown, scope: Scope): readonly Field[] {
  const value = node(target);
  if ('FuncCall' in value) throw new Refusal('function');
  if ('SubLink' in value) throw new Refusal('subquery');
  const parts = list(only(value, 'ColumnRef', 'expression')['fields']);
  if ('A_Star' in node(parts.at(-1)))
    return Object.values(scope.table.columns).flatMap(({ field }) => (field === null ? [] : [field]));
  const { field } = columnOf(value, scope);
  return field === null ? [] : [field];
}

function columnOf(value: Node, { table, alias }: Scope): Table['columns'][string] {
  const names = list(only(value, 'ColumnRef', 'expression')['fields']).map((part) =>
    text(node(node(part)['String'])['sval']),
  );
  const name = names.at(-1) ?? '';
  if (names.length > 2 || (names.length === 2 && names[0] !== alias)) throw new Refusal('unknown-column');
  const column = Object.hasOwn(table.columns, name) ? table.columns[name] : undefined;
  if (column === undefined) throw new Refusal('unknown-column');
  return column;
}

/** Equality, patterns, lists and null tests, joined by and, or, not. An order of texts depends on the database's collation. */
function condition(value: Node, scope: Scope): string {
  const [kind = ''] = Object.keys(value);
  const inner = node(value[kind]);
  switch (kind) {
    case 'BoolExpr': {
      const parts = list(inner['args']).map((part) => `(${condition(node(part), scope)})`);
      if (inner['boolop'] === 'NOT_EXPR') return `NOT ${parts[0] ?? 'false'}`;
      return parts.join(inner['boolop'] === 'AND_EXPR' ? ' AND ' : ' OR ');
    }
    case 'NullTest':
      return `${compared(node(inner['arg']), scope)} IS ${inner['nulltesttype'] === 'IS_NULL' ? '' : 'NOT '}NULL`;
    case 'A_Expr':
      return comparison(inner, scope);
    case 'SubLink':
      throw new Refusal('subquery');
    case 'FuncCall':
      throw new Refusal('function');
    case 'ParamRef':
      throw new Refusal('parameter');
    default:
      throw new Refusal('expression');
  }
}

const PATTERN: Readonly<Record<string, string>> = {
  '~~': 'LIKE',
  '!~~': 'NOT LIKE',
  '~~*': 'ILIKE',
  '!~~*': 'NOT ILIKE',
};

function comparison(expression: Node, scope: Scope): string {
  const names = list(expression['name']).map((part) => text(node(node(part)['String'])['sval']));
  const operator = names.length === 1 ? (names[0] ?? '') : '';
  const column = compared(node(expression['lexpr']), scope);
  const right = node(expression['rexpr']);
  switch (expression['kind']) {
    case 'AEXPR_OP':
      if (operator === '=' || operator === '<>') return `${column} ${operator} ${constant(right, scope)}`;
      throw new Refusal('<>='.includes(operator[0] ?? ' ') ? 'order-of-text' : 'expression');
    case 'AEXPR_LIKE':
    case 'AEXPR_ILIKE': {
      const word = PATTERN[operator];
      if (word === undefined) throw new Refusal('expression');
      return `${column} ${word} ${constant(right, scope)} ESCAPE '\\'`;
    }
    case 'AEXPR_IN': {
      const items = list(only(right, 'List', 'expression')['items']).map((item) => constant(node(item), scope));
      return `${column} ${operator === '=' ? 'IN' : 'NOT IN'} (${items.join(', ')})`;
    }
    default:
      throw new Refusal('order-of-text');
  }
}

function compared(value: Node, scope: Scope): string {
  if ('FuncCall' in value) throw new Refusal('function');
  if ('ParamRef' in value) throw new Refusal('parameter');
  const { is } = columnOf(value, scope);
  if (is === undefined) throw new Refusal('unknown-column');
  return is;
}

/** A literal, bound as a value. */
function constant(value: Node, scope: Scope): string {
  if ('ParamRef' in value) throw new Refusal('parameter');
  if ('FuncCall' in value) throw new Refusal('function');
  if ('SubLink' in value) throw new Refusal('subquery');
  const literal = only(value, 'A_Const', 'expression');
  const whole = node(literal['ival'])['ival'] ?? 0;
  const written =
    'sval' in literal ? (text(node(literal['sval'])['sval']) ?? '') : 'ival' in literal ? String(Number(whole)) : null;
  if (written === null) throw new Refusal('expression');
  scope.values.push(written);
  return `$${scope.values.length}`;
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);
const node = (value: unknown): Node => (isNode(value) ? value : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The node of this type, when the value is one of it and nothing besides. */
function only(value: Node, type: string, why: NotReconstructable): Node {
  const keys = Object.keys(value);
  if (keys.length !== 1 || keys[0] !== type) throw new Refusal(why);
  return node(value[type]);
}
