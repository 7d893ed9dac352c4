import type { CelInput, parse } from '@bufbuild/cel';

export type CelNode = NonNullable<ReturnType<typeof parse>['expr']>;

/** A test over plain values; undefined when it cannot be evaluated to true or false. */
export type LawTest = (bindings: Readonly<Record<string, CelInput>>) => boolean | undefined;

/** Lists whose words are known when the test is made. */
export type KnownLists = Readonly<Record<string, readonly string[]>>;

type Read = (bindings: Readonly<Record<string, CelInput>>) => CelInput | undefined;

const COMPARE: Readonly<Record<string, (a: bigint, b: bigint) => boolean>> = {
  '_>_': (a, b) => a > b,
  '_>=_': (a, b) => a >= b,
  '_<_': (a, b) => a < b,
  '_<=_': (a, b) => a <= b,
};

/**
 * The same answer as CEL, ten times sooner, for the few shapes that laws are written in: `word == 'x'`, `word in list`, a
 * comparison of counts, and `list.exists(v, …)` or `list.all(v, …)` over such. Null for any other shape: CEL evaluates it. A test compares
 * the two over every expression of every shipped law. Names of `lists` stand for their words and need no binding.
 */
export function nativeTest(node: CelNode, lists: KnownLists = {}): LawTest | null {
  const kind = node.exprKind;
  if (kind.case === 'comprehensionExpr') return loopTest(node, lists);
  if (kind.case === 'constExpr' && kind.value.constantKind.case === 'boolValue') {
    const { value } = kind.value.constantKind;
    return () => value;
  }
  if (kind.case !== 'callExpr' || kind.value.target !== undefined) return null;
  const { function: called, args } = kind.value;
  const [left, right] = args;
  if (left === undefined) return null;
  if (called === '!_') return negated(nativeTest(left, lists));
  if (right === undefined) return null;
  if (called === '_&&_' || called === '_||_') {
    return joined(nativeTest(left, lists), nativeTest(right, lists), called === '_||_');
  }
  const [a, b] = [reader(left, lists), reader(right, lists)];
  if (a === null || b === null) return null;
  if (called === '@in') return membership(a, b, wordsOf(right, lists));
  if (called === '_==_' || called === '_!=_') {
    const same = called === '_==_';
    return (bindings) => {
      const [x, y] = [a(bindings), b(bindings)];
      const alike = typeof x === typeof y && (typeof x === 'string' || typeof x === 'bigint');
      return alike ? (x === y) === same : undefined;
    };
  }
  const compare = COMPARE[called];
  if (compare === undefined) return null;
  return (bindings) => {
    const [x, y] = [a(bindings), b(bindings)];
    return typeof x === 'bigint' && typeof y === 'bigint' ? compare(x, y) : undefined;
  };
}

const negated = (inner: LawTest | null): LawTest | null =>
  inner === null
    ? null
    : (bindings) => {
        const value = inner(bindings);
        return value === undefined ? undefined : !value;
      };

/** CEL's `&&` and `||`: a side that decides wins, also over one that cannot be evaluated. */
function joined(a: LawTest | null, b: LawTest | null, deciding: boolean): LawTest | null {
  if (a === null || b === null) return null;
  return (bindings) => {
    const x = a(bindings);
    if (x === deciding) return deciding;
    const y = b(bindings);
    if (y === deciding) return deciding;
    return x === undefined || y === undefined ? undefined : !deciding;
  };
}

function membership(word: Read, list: Read, known: readonly string[] | null): LawTest {
  if (known !== null) {
    const words = new Set(known);
    return (bindings) => {
      const x = word(bindings);
      return typeof x === 'string' ? words.has(x) : undefined;
    };
  }
  return (bindings) => {
    const [x, y] = [word(bindings), list(bindings)];
    return typeof x === 'string' && Array.isArray(y) ? y.includes(x) : undefined;
  };
}

/** A name, a literal or a list of literals. */
function reader(node: CelNode, lists: KnownLists): Read | null {
  const value = wordsOf(node, lists) ?? literal(node);
  if (value !== null) return () => value as CelInput;
  if (node.exprKind.case !== 'identExpr') return null;
  const { name } = node.exprKind.value;
  return (bindings) => bindings[name];
}

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
function loopTest(node: CelNode, lists: KnownLists): LawTest | null {
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
  const list = reader(iterRange, lists);
  const { [iterVar]: _hidden, ...others } = lists;
  const inner = nativeTest(body, others);
  if (list === null || inner === null) return null;
  const words = wordsInBody(body, iterVar, others);
  if (words !== null) {
    return (bindings) => {
      const values = list(bindings);
      if (!Array.isArray(values)) return undefined;
      return isAll ? values.every((value) => words.has(value)) : values.some((value) => words.has(value));
    };
  }
  return (bindings) => {
    const values = list(bindings);
    if (!Array.isArray(values)) return undefined;
    const scope: Record<string, CelInput> = { ...bindings };
    let open = false;
    for (const value of values) {
      scope[iterVar] = value as CelInput;
      const found = inner(scope);
      if (found === !isAll) return !isAll;
      open ||= found === undefined;
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
