import type { CelInput, parse } from '@bufbuild/cel';
import { FACT_SLOTS, type FactValues } from './law-fact.ts';

export type CelNode = NonNullable<ReturnType<typeof parse>['expr']>;

/** A test over the facts' values; undefined when it cannot be evaluated to true or false. */
export type LawTest = (values: FactValues) => boolean | undefined;

/** Lists whose words are known when the test is made. */
export type KnownLists = Readonly<Record<string, readonly string[]>>;

/** What a name stands for: known words, or the place of a value. */
interface Scope {
  readonly lists: KnownLists;
  readonly slots: Readonly<Record<string, number>>;
}

type Read = (values: FactValues) => CelInput | undefined;

const COMPARE: Readonly<Record<string, (a: bigint, b: bigint) => boolean>> = {
  '_>_': (a, b) => a > b,
  '_>=_': (a, b) => a >= b,
  '_<_': (a, b) => a < b,
  '_<=_': (a, b) => a <= b,
};

/**
 * The same answer as CEL, ten times sooner, for the few shapes that laws are written in: `word == 'x'`, `word in list`, a
 * comparison of counts, and `list.exists(v, …)` or `list.all(v, …)` over such. Null for any other shape: CEL evaluates it. A test compares
 * the two over every expression of every shipped law. Names are facts, or lists that stand for their words.
 */
export const nativeTest = (node: CelNode, lists: KnownLists): LawTest | null =>
  testIn(node, { lists, slots: FACT_SLOTS });

function testIn(node: CelNode, scope: Scope): LawTest | null {
  const kind = node.exprKind;
  if (kind.case === 'comprehensionExpr') return loopTest(node, scope);
  if (kind.case === 'constExpr' && kind.value.constantKind.case === 'boolValue') {
    const { value } = kind.value.constantKind;
    return () => value;
  }
  if (kind.case !== 'callExpr' || kind.value.target !== undefined) return null;
  const { function: called, args } = kind.value;
  const [left, right] = args;
  if (left === undefined) return null;
  if (called === '!_') return negated(testIn(left, scope));
  if (right === undefined) return null;
  if (called === '_&&_' || called === '_||_') {
    return joined(testIn(left, scope), testIn(right, scope), called === '_||_');
  }
  const [a, b] = [reader(left, scope), reader(right, scope)];
  if (a === null || b === null) return null;
  if (called === '@in') return membership(a, b, wordsOf(right, scope.lists), slotOf(left, scope));
  if (called === '_==_' || called === '_!=_') {
    const same = called === '_==_';
    return (values) => {
      const [x, y] = [a(values), b(values)];
      const alike = typeof x === typeof y && (typeof x === 'string' || typeof x === 'bigint');
      return alike ? (x === y) === same : undefined;
    };
  }
  const compare = COMPARE[called];
  if (compare === undefined) return null;
  return (values) => {
    const [x, y] = [a(values), b(values)];
    return typeof x === 'bigint' && typeof y === 'bigint' ? compare(x, y) : undefined;
  };
}

const negated = (inner: LawTest | null): LawTest | null =>
  inner === null
    ? null
    : (values) => {
        const value = inner(values);
        return value === undefined ? undefined : !value;
      };

/** CEL's `&&` and `||`: a side that decides wins, also over one that cannot be evaluated. */
function joined(a: LawTest | null, b: LawTest | null, deciding: boolean): LawTest | null {
  if (a === null || b === null) return null;
  return (values) => {
    const x = a(values);
    if (x === deciding) return deciding;
    const y = b(values);
    if (y === deciding) return deciding;
    return x === undefined || y === undefined ? undefined : !deciding;
  };
}

function membership(word: Read, list: Read, known: readonly string[] | null, slot: number | undefined): LawTest {
  if (known === null) {
    return (values) => {
      const [x, y] = [word(values), list(values)];
      return typeof x === 'string' && Array.isArray(y) ? y.includes(x) : undefined;
    };
  }
  const words = new Set(known);
  const among = (x: unknown): boolean | undefined => (typeof x === 'string' ? words.has(x) : undefined);
  // The most frequent test of all.
  return slot === undefined ? (values) => among(word(values)) : (values) => among(values[slot]);
}

/** A name, a literal or a list of literals. */
function reader(node: CelNode, { lists, slots }: Scope): Read | null {
  const value = wordsOf(node, lists) ?? literal(node);
  if (value !== null) return () => value as CelInput;
  if (node.exprKind.case !== 'identExpr') return null;
  const slot = slots[node.exprKind.value.name];
  return slot === undefined ? null : (values) => values[slot];
}

/** The name and the words of a test that asks whether the one is among the others; null for any other test. */
export function amongWords(
  node: CelNode,
  lists: KnownLists,
): { readonly name: string; readonly words: readonly string[] } | null {
  const kind = node.exprKind;
  if (kind.case !== 'callExpr' || kind.value.function !== '@in') return null;
  const [left, right] = kind.value.args;
  const words = right === undefined ? null : wordsOf(right, lists);
  if (left?.exprKind.case !== 'identExpr' || words === null) return null;
  return { name: left.exprKind.value.name, words };
}

const slotOf = (node: CelNode, { lists, slots }: Scope): number | undefined =>
  node.exprKind.case !== 'identExpr' || Object.hasOwn(lists, node.exprKind.value.name)
    ? undefined
    : slots[node.exprKind.value.name];

/** The words of a list that is written out, or whose words are known. */
function wordsOf(node: CelNode, lists: KnownLists): readonly string[] | null {
  const kind = node.exprKind;
  if (kind.case === 'identExpr') return Object.hasOwn(lists, kind.value.name) ? (lists[kind.value.name] ?? null) : null;
  if (kind.case !== 'listExpr' || kind.value.optionalIndices.length > 0) return null;
  const values = kind.value.elements.map(literal);
  return values.every((each) => typeof each === 'string') ? values : null;
}

function literal(node: CelNode): string | bigint | null {
  const kind = node.exprKind;
  if (kind.case !== 'constExpr') return null;
  const constant = kind.value.constantKind;
  return constant.case === 'stringValue' || constant.case === 'int64Value' ? constant.value : null;
}

/** `exists` and `all`, which CEL expands into a loop that gathers `||` from false, or `&&` from true. */
function loopTest(node: CelNode, scope: Scope): LawTest | null {
  if (node.exprKind.case !== 'comprehensionExpr') return null;
  const { iterVar, iterVar2, accuVar, iterRange, accuInit, loopStep, result } = node.exprKind.value;
  const start = accuInit?.exprKind;
  const step = loopStep?.exprKind;
  if (iterVar2 !== '' || iterRange === undefined || step?.case !== 'callExpr') return null;
  if (start?.case !== 'constExpr' || start.value.constantKind.case !== 'boolValue') return null;
  if (result?.exprKind.case !== 'identExpr' || result.exprKind.value.name !== accuVar) return null;
  const isAll = start.value.constantKind.value;
  const [gathered, body] = step.value.args;
  if (step.value.function !== (isAll ? '_&&_' : '_||_') || body === undefined) return null;
  if (gathered?.exprKind.case !== 'identExpr' || gathered.exprKind.value.name !== accuVar) return null;
  const list = reader(iterRange, scope);
  const { [iterVar]: _hidden, ...lists } = scope.lists;
  const slot = Math.max(...Object.values(scope.slots)) + 1;
  const inner = testIn(body, { lists, slots: { ...scope.slots, [iterVar]: slot } });
  if (list === null || inner === null) return null;
  const words = wordsInBody(body, iterVar, lists);
  if (words !== null) {
    return (values) => {
      const found = list(values);
      if (!Array.isArray(found)) return undefined;
      for (const value of found) if (words.has(value) !== isAll) return !isAll;
      return isAll;
    };
  }
  return (values) => {
    const found = list(values);
    if (!Array.isArray(found)) return undefined;
    const inside = [...values];
    let open = false;
    for (const value of found) {
      inside[slot] = value as CelInput;
      const here = inner(inside);
      if (here === !isAll) return !isAll;
      open ||= here === undefined;
    }
    return open ? undefined : isAll;
  };
}

/** The words of a loop's body that only asks whether its variable is among known ones; null for any other body. */
function wordsInBody(body: CelNode, variable: string, lists: KnownLists): ReadonlySet<unknown> | null {
  if (body.exprKind.case !== 'callExpr' || body.exprKind.value.function !== '@in') return null;
  const [word, list] = body.exprKind.value.args;
  const isVariable = word?.exprKind.case === 'identExpr' && word.exprKind.value.name === variable;
  const words = list === undefined ? null : wordsOf(list, lists);
  return isVariable && words !== null ? new Set(words) : null;
}
