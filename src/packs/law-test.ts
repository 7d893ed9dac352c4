import type { CelInput, parse } from '@bufbuild/cel';

export type CelNode = NonNullable<ReturnType<typeof parse>['expr']>;

/** A test over plain values; undefined when it cannot be evaluated to true or false. */
export type LawTest = (bindings: Readonly<Record<string, CelInput>>) => boolean | undefined;

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
 * the two over every expression of every shipped law.
 */
export function nativeTest(node: CelNode): LawTest | null {
  const kind = node.exprKind;
  if (kind.case === 'comprehensionExpr') return loopTest(node);
  if (kind.case === 'constExpr' && kind.value.constantKind.case === 'boolValue') {
    const { value } = kind.value.constantKind;
    return () => value;
  }
  if (kind.case !== 'callExpr' || kind.value.target !== undefined) return null;
  const { function: called, args } = kind.value;
  const [left, right] = args;
  if (left === undefined) return null;
  if (called === '!_') return negated(nativeTest(left));
  if (right === undefined) return null;
  if (called === '_&&_' || called === '_||_') return joined(nativeTest(left), nativeTest(right), called === '_||_');
  const [a, b] = [reader(left), reader(right)];
  if (a === null || b === null) return null;
  if (called === '@in') return membership(a, b);
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

function membership(word: Read, list: Read): LawTest {
  return (bindings) => {
    const [x, y] = [word(bindings), list(bindings)];
    return typeof x === 'string' && Array.isArray(y) ? y.includes(x) : undefined;
  };
}

/** A name, a literal or a list of literals. */
function reader(node: CelNode): Read | null {
  const kind = node.exprKind;
  if (kind.case === 'identExpr') {
    const { name } = kind.value;
    return (bindings) => bindings[name];
  }
  const value = literal(node);
  if (value !== null) return () => value;
  if (kind.case !== 'listExpr' || kind.value.optionalIndices.length > 0) return null;
  const values = kind.value.elements.map(literal);
  return values.every((each) => typeof each === 'string') ? () => values : null;
}

function literal(node: CelNode): string | bigint | null {
  const kind = node.exprKind;
  if (kind.case !== 'constExpr') return null;
  const constant = kind.value.constantKind;
  return constant.case === 'stringValue' || constant.case === 'int64Value' ? constant.value : null;
}

/** `exists` and `all`, which CEL expands into a loop that gathers `||` from false, or `&&` from true. */
function loopTest(node: CelNode): LawTest | null {
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
  const list = reader(iterRange);
  const inner = nativeTest(body);
  if (list === null || inner === null) return null;
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
