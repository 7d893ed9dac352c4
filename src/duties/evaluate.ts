import type { Facts } from '../model/facts.ts';
import { type LawExpression, type LawExpressionTest, parseLawExpression } from '../packs/law-expression.ts';
import type { LawPack } from '../packs/law-pack.ts';
import type { LawText } from '../packs/law-text.ts';
import { type Answer, type Saying, saying } from './answer.ts';
import { type AskedLeaf, flagLeaf, type Leaf, questionLeaf, testLeaf } from './leaf.ts';

/** One view of the facts being asked about; answers are remembered for the last one asked about. */
export interface Asking extends AskedLeaf {
  /** Tells it from all others. */
  readonly number: number;
}

/** An expression of one law on one day, ready to be asked. */
export interface Ask {
  readonly value: (asking: Asking) => Answer;
  /** Adds why, along the parts that decide, in the order of the text. */
  readonly explain: (asking: Asking, to: Saying[]) => void;
}

/** What is said of a condition before what it rests on. */
export interface Conclusion {
  readonly holds: string;
  readonly fails: string;
  readonly sources: readonly string[];
}

/** What an expression can name in one version of a law. */
interface Vocabulary {
  readonly pack: LawPack;
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly conditions: ReadonlyMap<string, LawText['conditions'][string][number] | undefined>;
}

/** All have these members in this order, so that one compiled loop walks them. */
interface Node {
  readonly leaf: Leaf | null;
  readonly parts: readonly Node[];
  /** The value of a part that settles it: true for OR, false for AND. */
  readonly deciding: boolean;
  readonly negated: boolean;
  /** What is said once it is settled, before what it rests on. */
  readonly holds: Saying | null;
  readonly fails: Saying | null;
  /** Once it is settled, nothing is to be said of it or of any part. */
  readonly silent: boolean;
  /** What was answered to the last who asked, by its number: to keep hold of a young object from an old one costs more than the answer. */
  last: number;
  found: Answer;
}

export function askingOf(view: Asking['view'], assessments: Facts['assessments']): Asking {
  asked += 1;
  return { view, assessments, number: asked };
}

let asked = 0;

/**
 * Makes a law's expressions askable: several texts are asked as if `&&` stood between them. What stands in several places is one node, answered once in one
 * asking. Throws when an expression was not checked by the loader.
 */
export function lawAsker({ pack, lists, conditions }: Vocabulary) {
  const byText = new Map<string, Node>();
  const byName = new Map<string, Node>();
  const byTest = new Map<LawExpressionTest, Node>();

  const textNode = (text: string): Node =>
    kept(byText, text, () => {
      const parsed = parseLawExpression(text);
      if (!parsed.ok) throw new Error(`law ${pack.law.id}: expression was not checked`);
      return expressionNode(parsed.value);
    });

  const expressionNode = (expression: LawExpression): Node => {
    switch (expression.kind) {
      case 'and':
      case 'or':
        return node({ parts: expression.parts.map(expressionNode), deciding: expression.kind === 'or' });
      case 'not':
        return node({ parts: [expressionNode(expression.part)], negated: true });
      case 'name':
        return kept(byName, expression.name, () => nameNode(expression.name));
      case 'test':
        return kept(byTest, expression, () => node({ leaf: testLeaf(expression, lists, pack.law.id) }));
    }
  };

  const nameNode = (name: string): Node => {
    if (!conditions.has(name)) return node({ leaf: questionLeaf(pack, name) ?? flagLeaf(name) });
    const version = conditions.get(name);
    // Before a condition's first version it does not hold, and nothing is to be said.
    return version === undefined ? node({ deciding: true }) : concludedNode(textNode(version.when), version);
  };

  const concludedNode = (part: Node, { holds, fails, sources }: Conclusion): Node =>
    node({ parts: [part], holds: sayingOf(holds, sources), fails: sayingOf(fails, sources) });

  return (texts: readonly string[], conclusion?: Conclusion): Ask => {
    // Most of a law is never asked.
    let opened: Node | undefined;
    const open = (): Node => {
      if (opened === undefined) {
        const parts = texts.map(textNode);
        const inner = parts.length === 1 && parts[0] !== undefined ? parts[0] : node({ parts });
        opened = conclusion === undefined ? inner : concludedNode(inner, conclusion);
      }
      return opened;
    };
    return {
      value: (asking) => answerTo(opened ?? open(), asking),
      explain: (asking, to) => explain(opened ?? open(), asking, to),
    };
  };
}

function kept<K>(known: Map<K, Node>, key: K, make: () => Node): Node {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = make();
  known.set(key, made);
  return made;
}

function node({
  leaf = null,
  parts = [],
  deciding = false,
  negated = false,
  holds = null,
  fails = null,
}: Partial<Node>): Node {
  const silent = leaf === null ? holds === null && fails === null && parts.every((part) => part.silent) : leaf.silent;
  return { leaf, parts, deciding, negated, holds, fails, silent, last: 0, found: null };
}

const sayingOf = (reason: string, sources: readonly string[]): Saying => saying({ reason, sources });

function answerTo(node: Node, asking: Asking): Answer {
  if (node.last === asking.number) return node.found;
  const value = worked(node, asking);
  node.last = asking.number;
  node.found = value;
  return value;
}

function worked(node: Node, asking: Asking): Answer {
  if (node.leaf !== null) return node.leaf.value(asking);
  const { parts, deciding } = node;
  let found: Answer = !deciding;
  for (let index = 0; index < parts.length; index += 1) {
    const value = answerTo(parts[index] as Node, asking);
    if (value === deciding) {
      found = deciding;
      break;
    }
    if (value === null) found = null;
  }
  return node.negated && found !== null ? !found : found;
}

function explain(node: Node, asking: Asking, to: Saying[]): void {
  const value = answerTo(node, asking);
  if (node.leaf !== null) {
    if (value === null || !node.silent) node.leaf.explain(asking, to);
    return;
  }
  if (value !== null) {
    if (node.silent) return;
    const words = value ? node.holds : node.fails;
    if (words !== null && !to.includes(words)) to.push(words);
  }
  const { parts, deciding } = node;
  const every = parts.length === 1 || value === !deciding || (value === null && !deciding);
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index] as Node;
    if (every || answerTo(part, asking) === value) explain(part, asking, to);
  }
}
