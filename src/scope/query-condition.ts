import type { CustomerColumn } from '../model/customer-column.ts';
import type { Field } from '../model/field.ts';
import { arrayElements } from './array-text.ts';
import { list, namesOf, node, only, Refusal, type TreeNode } from './query-tree.ts';

interface MappedColumn {
  readonly field: Field | null;
  readonly is?: CustomerColumn | undefined;
}

/** What the names in a condition mean; `values` and `compared` are filled while it is read. */
export interface QueryScope {
  readonly columns: Readonly<Record<string, MappedColumn>>;
  readonly alias: string;
  /** As in `LoggedStatement`. */
  readonly parameters: readonly (string | null)[] | null;
  readonly values: string[];
  readonly compared: Set<Field>;
}

export function columnOf(value: TreeNode, { columns, alias }: QueryScope): MappedColumn {
  const names = namesOf(only(value, 'ColumnRef', 'expression')['fields']);
  const name = names.at(-1) ?? '';
  if (names.length > 2 || (names.length === 2 && names[0] !== alias)) throw new Refusal('unknown-column');
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (column === undefined) throw new Refusal('unknown-column');
  return column;
}

/** Equality, patterns, lists and null tests, joined by and, or, not. An order of texts depends on the database's collation. */
export function queryCondition(value: TreeNode, scope: QueryScope): string {
  const [kind = ''] = Object.keys(value);
  const inner = node(value[kind]);
  switch (kind) {
    case 'BoolExpr': {
      const parts = list(inner['args']).map((part) => `(${queryCondition(node(part), scope)})`);
      if (inner['boolop'] === 'NOT_EXPR') return `NOT ${parts[0] ?? 'false'}`;
      return parts.join(inner['boolop'] === 'AND_EXPR' ? ' AND ' : ' OR ');
    }
    case 'NullTest':
      return `${compared(node(inner['arg']), scope)} IS ${inner['nulltesttype'] === 'IS_NULL' ? '' : 'NOT '}NULL`;
    case 'A_Expr':
      return comparison(inner, scope);
    case 'A_Const':
      return truth(inner);
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

/** `WHERE true`, as query builders write it. */
function truth(literal: TreeNode): string {
  if (!('boolval' in literal)) throw new Refusal('expression');
  return node(literal['boolval'])['boolval'] === true ? 'true' : 'false';
}

const PATTERN: Readonly<Record<string, string>> = {
  '~~': 'LIKE',
  '!~~': 'NOT LIKE',
  '~~*': 'ILIKE',
  '!~~*': 'NOT ILIKE',
};

function comparison(expression: TreeNode, scope: QueryScope): string {
  const names = namesOf(expression['name']);
  const operator = names.length === 1 ? (names[0] ?? '') : '';
  const left = node(expression['lexpr']);
  const right = node(expression['rexpr']);
  // WHERE 1 = 1, as query builders begin a list of conditions.
  if ('A_Const' in left && operator === '=' && expression['kind'] === 'AEXPR_OP')
    return literal(left, scope) === literal(right, scope) ? 'true' : 'false';
  const column = compared(left, scope);
  switch (expression['kind']) {
    case 'AEXPR_OP':
      if (operator === '=' || operator === '<>') return `${column} ${operator} ${bound(literal(right, scope), scope)}`;
      throw new Refusal('<>='.includes(operator[0] ?? ' ') ? 'order-of-text' : 'expression');
    case 'AEXPR_LIKE':
    case 'AEXPR_ILIKE': {
      const word = PATTERN[operator];
      if (word === undefined) throw new Refusal('expression');
      return `${column} ${word} ${bound(literal(right, scope), scope)} ESCAPE '\\'`;
    }
    case 'AEXPR_IN':
      return member(column, list(only(right, 'List', 'expression')['items']), operator === '=', scope);
    case 'AEXPR_OP_ANY':
      if (operator !== '=') throw new Refusal('expression');
      return anyOf(column, right, scope);
    case 'AEXPR_OP_ALL':
      throw new Refusal('expression');
    default:
      throw new Refusal('order-of-text');
  }
}

function member(column: string, items: readonly unknown[], isIn: boolean, scope: QueryScope): string {
  if (items.length === 0) return isIn ? 'false' : 'true';
  const values = items.map((item) => bound(literal(node(item), scope), scope));
  return `${column} ${isIn ? 'IN' : 'NOT IN'} (${values.join(', ')})`;
}

/** `= ANY (…)`: an array of literals, or a value that holds an array. */
function anyOf(column: string, right: TreeNode, scope: QueryScope): string {
  if ('A_ArrayExpr' in right) return member(column, list(node(right['A_ArrayExpr'])['elements']), true, scope);
  const cast = 'TypeCast' in right ? node(node(right['TypeCast'])['arg']) : right;
  const elements = arrayElements(rawLiteral(cast, scope));
  if (elements === null) throw new Refusal('expression');
  if (elements.length === 0) return 'false';
  return `${column} IN (${elements.map((element) => bound(nonEmpty(element), scope)).join(', ')})`;
}

function compared(value: TreeNode, scope: QueryScope): string {
  if ('FuncCall' in value) throw new Refusal('function');
  if ('ParamRef' in value) throw new Refusal('parameter');
  const { is, field } = columnOf(value, scope);
  if (is === undefined) throw new Refusal('unknown-column');
  if (field !== null) scope.compared.add(field);
  return is;
}

/** The place of a value in the query that is run: its text is never part of one. */
function bound(value: string, scope: QueryScope): string {
  scope.values.push(value);
  return `$${scope.values.length}`;
}

const literal = (value: TreeNode, scope: QueryScope): string => nonEmpty(rawLiteral(value, scope));

/** An empty text is null in the customers file. */
function nonEmpty(value: string): string {
  if (value.trim() === '') throw new Refusal('empty-text');
  return value;
}

const TEXT_TYPES = new Set(['text', 'varchar']);
const WHOLE_TYPES = new Set(['int2', 'int4', 'int8']);
// As PostgreSQL writes it; what is cast may be written in other ways.
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A literal or a logged parameter, as its text; a cast only where it leaves the text as it is. */
function rawLiteral(value: TreeNode, scope: QueryScope): string {
  if ('FuncCall' in value) throw new Refusal('function');
  if ('SubLink' in value) throw new Refusal('subquery');
  if ('ParamRef' in value) {
    const number = Number(node(value['ParamRef'])['number'] ?? 0);
    const logged = scope.parameters?.[number - 1] ?? null;
    if (logged === null) throw new Refusal('parameter');
    return logged;
  }
  if ('TypeCast' in value) {
    const cast = node(value['TypeCast']);
    const type = node(cast['typeName']);
    const name = namesOf(type['names']).at(-1) ?? '';
    const written = rawLiteral(node(cast['arg']), scope);
    const plain = list(type['typmods']).length === 0 && list(type['arrayBounds']).length === 0;
    const same =
      TEXT_TYPES.has(name) ||
      (WHOLE_TYPES.has(name) && /^(0|[1-9]\d*)$/.test(written)) ||
      (name === 'uuid' && UUID.test(written));
    if (!plain || !same) throw new Refusal('expression');
    return written;
  }
  const constant = only(value, 'A_Const', 'expression');
  if ('sval' in constant) {
    const written = node(constant['sval'])['sval'];
    return typeof written === 'string' ? written : '';
  }
  if ('ival' in constant) return String(Number(node(constant['ival'])['ival'] ?? 0));
  throw new Refusal('expression');
}

/** The LIMIT of a SELECT, null when it has none. An OFFSET leaves out rows that are not known. */
export function limitOf(select: TreeNode, scope: QueryScope): number | null {
  const offset = select['limitOffset'];
  if (offset !== undefined && rawLiteral(node(offset), scope) !== '0') throw new Refusal('limited');
  if (select['limitOption'] === 'LIMIT_OPTION_WITH_TIES') throw new Refusal('limited');
  const count = select['limitCount'];
  if (count === undefined || node(node(count)['A_Const'])['isnull'] === true) return null;
  const written = rawLiteral(node(count), scope);
  if (!/^\d{1,15}$/.test(written)) throw new Refusal('limited');
  return Number(written);
}
