import { type CelInput, celEnv, isCelError, parse, plan } from '@bufbuild/cel';
import { err, ok, type Result } from '../core/result.ts';
import { LAW_FACT_NAMES } from './law-fact.ts';
import { amongWords, type CelNode, type KnownLists, type LawTest, nativeTest } from './law-test.ts';

/**
 * A CEL expression with its logic laid open: `and`, `or`, `not` and bare names are walked by the engine, so that an unknown
 * fact leaves an answer open only where it matters and the answer can say which part decided. What is below them is a test
 * that CEL evaluates.
 */
export type LawExpression =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly LawExpression[] }
  | { readonly kind: 'not'; readonly part: LawExpression }
  | { readonly kind: 'name'; readonly name: string }
  | LawExpressionTest;

/** What is below the logic: one CEL test. */
export interface LawExpressionTest {
  readonly kind: 'test';
  readonly names: readonly string[];
  /** The test over the facts, the lists' words laid in. */
  readonly withLists: (lists: KnownLists) => LawTest;
  /** What it compares, if it only asks whether a word is among others. */
  readonly among: (lists: KnownLists) => ReturnType<typeof amongWords>;
}

const env = celEnv();

// Laws that share a part share its expressions: parsed once, they are the same object for all. Packs are few and fixed, so that this
// stays small; a text that does not parse is not kept.
const PARSED = new Map<string, LawExpression>();

/** Parses one CEL expression; the error says what CEL expected, and where in the text. Cost: linear. */
export function parseLawExpression(text: string): Result<LawExpression, string> {
  const before = PARSED.get(text);
  if (before !== undefined) return ok(before);
  const parsed = parseNew(text);
  if (parsed.ok) PARSED.set(text, parsed.value);
  return parsed;
}

function parseNew(text: string): Result<LawExpression, string> {
  try {
    const { expr } = parse(text);
    return expr === undefined ? err('expected a CEL expression') : ok(open(expr));
  } catch (error) {
    return err(`expected a CEL expression: ${error instanceof Error ? error.message : 'cannot be parsed'}`);
  }
}

/** Every name an expression uses, once, in order of appearance. */
export function namesIn(expression: LawExpression): readonly string[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return [...new Set(expression.parts.flatMap(namesIn))];
    case 'not':
      return namesIn(expression.part);
    case 'name':
      return [expression.name];
    case 'test':
      return expression.names;
  }
}

function open(node: CelNode): LawExpression {
  if (node.exprKind.case === 'identExpr') return { kind: 'name', name: node.exprKind.value.name };
  if (node.exprKind.case === 'callExpr') {
    const { function: called, args } = node.exprKind.value;
    const [first] = args;
    if (called === '_&&_' || called === '_||_') {
      const kind = called === '_&&_' ? 'and' : 'or';
      // a && b && c comes as nested pairs; one flat list reads better in an explanation and walks faster.
      const parts = args.map(open).flatMap((part) => (part.kind === kind ? part.parts : [part]));
      return { kind, parts };
    }
    if (called === '!_' && first !== undefined) return { kind: 'not', part: open(first) };
  }
  const names = [...new Set(freeNames(node, []))];
  return {
    kind: 'test',
    names,
    withLists: (lists) => nativeTest(node, lists) ?? celTest(node, lists),
    among: (lists) => amongWords(node, lists),
  };
}

/** The test as the CEL library evaluates it. */
function celTest(node: CelNode, lists: KnownLists): LawTest {
  const evaluate = plan(env, node);
  return (values) => {
    const bindings: Record<string, CelInput> = { ...lists };
    LAW_FACT_NAMES.forEach((name, slot) => {
      const value = values[slot];
      if (value !== undefined) bindings[name] = value;
    });
    const value = evaluate(bindings);
    return isCelError(value) || typeof value !== 'boolean' ? undefined : value;
  };
}

/** Names that the bindings must hold: all identifiers except those a macro (`exists`, `all`, …) brings with it. */
function freeNames(node: CelNode | undefined, bound: readonly string[]): string[] {
  if (node === undefined) return [];
  const kind = node.exprKind;
  switch (kind.case) {
    case 'identExpr':
      return bound.includes(kind.value.name) ? [] : [kind.value.name];
    case 'selectExpr':
      return freeNames(kind.value.operand, bound);
    case 'callExpr':
      return [kind.value.target, ...kind.value.args].flatMap((part) => freeNames(part, bound));
    case 'listExpr':
      return kind.value.elements.flatMap((part) => freeNames(part, bound));
    case 'structExpr':
      return kind.value.entries.flatMap((entry) => freeNames(entry.value, bound));
    case 'comprehensionExpr': {
      const { iterVar, iterVar2, accuVar, iterRange, accuInit, loopCondition, loopStep, result } = kind.value;
      const inner = [...bound, iterVar, iterVar2, accuVar];
      return [
        ...freeNames(iterRange, bound),
        ...[accuInit, loopCondition, loopStep, result].flatMap((part) => freeNames(part, inner)),
      ];
    }
    case 'constExpr':
    case undefined:
      return [];
  }
}
