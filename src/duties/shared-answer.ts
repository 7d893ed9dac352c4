import { type Answer, type Merge, merge } from './answer.ts';

const frozen = (answer: Omit<Answer, 'shared'>): Answer =>
  Object.freeze({
    value: answer.value,
    reasons: Object.freeze(answer.reasons),
    missing: Object.freeze(answer.missing),
    sources: Object.freeze(answer.sources),
    shared: true,
  });

const YES = frozen({ value: true, reasons: [], missing: [], sources: [] });
const NO = frozen({ value: false, reasons: [], missing: [], sources: [] });
const OPEN = frozen({ value: null, reasons: [], missing: [], sources: [] });

/** A yes or a no that nothing needs to be said about. */
export const plain = (value: boolean): Answer => (value ? YES : NO);

/** An answer that only these facts would settle; for a small fixed number of lists of facts. */
export const openUntil = (missing: readonly string[]): Answer =>
  frozen({ value: null, reasons: [], missing, sources: [] });

/**
 * The operations on answers with their results kept: the same parts give the same object. Most of what a law answers is a "no" for one of few
 * reasons, so that almost nothing needs to be made anew. Only parts that are shared themselves are kept: what holds words of a case
 * (an assessment's reason) goes through unkept, so that a long-lived process does not gather it.
 */
export interface SharedAnswers {
  readonly merge: Merge;
  readonly not: (part: Answer) => Answer;
  /** A condition's conclusion laid before what it rests on. */
  readonly concluder: (conclusion: Conclusion) => (inner: Answer) => Answer;
}

/** What is said of a condition. */
export interface Conclusion {
  readonly holds: string;
  readonly fails: string;
  readonly sources: readonly string[];
}

/** Answers kept for the next who asks, by the answers they are made of, in order. */
interface Trie {
  answer: Answer | undefined;
  readonly next: Map<Answer, Trie>;
}

const leaf = (): Trie => ({ answer: undefined, next: new Map() });

// Far more than the shipped laws make in a thousand varied incidents (some 2,000 each at most); it bounds a process that lives for months.
const MOST_KEPT = 20_000;

export function sharedAnswers(): SharedAnswers {
  let kept = 0;
  let merged = { yes: leaf(), no: leaf(), open: leaf() };

  return {
    merge(value, parts, only) {
      // Nearly every answer rests on one part that says something: it is that part.
      let first: Answer | undefined;
      let said = 0;
      for (const part of parts) {
        if (only !== undefined && part.value !== only) continue;
        if (part.shared === undefined) return merge(value, parts, only);
        if (part.reasons.length === 0 && part.missing.length === 0 && part.sources.length === 0) continue;
        said += 1;
        first ??= part;
      }
      if (first === undefined) return value === null ? OPEN : plain(value);
      if (said === 1 && first.value === value) return first;
      let node = value === null ? merged.open : value ? merged.yes : merged.no;
      for (const part of parts) {
        if (only !== undefined && part.value !== only) continue;
        if (part.reasons.length === 0 && part.missing.length === 0 && part.sources.length === 0) continue;
        let next = node.next.get(part);
        if (next === undefined) {
          next = leaf();
          node.next.set(part, next);
        }
        node = next;
      }
      if (node.answer !== undefined) return node.answer;
      const answer = frozen(merge(value, parts, only));
      node.answer = answer;
      kept += 1;
      if (kept >= MOST_KEPT) {
        kept = 0;
        merged = { yes: leaf(), no: leaf(), open: leaf() };
      }
      return answer;
    },
    not: remembering((part) => ({ ...part, value: !part.value })),
    concluder: (conclusion) => remembering((inner) => concludeAnew(conclusion, inner)),
  };
}

/** An operation on one settled answer, its results kept; an open answer stays as it is. */
function remembering(operate: (part: Answer) => Omit<Answer, 'shared'>): (part: Answer) => Answer {
  const known = new Map<Answer, Answer>();
  return (part) => {
    if (part.value === null) return part;
    const before = known.get(part);
    if (before !== undefined) return before;
    const { value, reasons, missing, sources } = operate(part);
    if (part.shared === undefined) return { value, reasons, missing, sources };
    const found =
      reasons.length === 0 && sources.length === 0
        ? plain(value === true)
        : frozen({ value, reasons, missing, sources });
    if (known.size >= MOST_KEPT) known.clear();
    known.set(part, found);
    return found;
  };
}

const concludeAnew = ({ holds, fails, sources }: Conclusion, inner: Answer): Omit<Answer, 'shared'> => ({
  value: inner.value,
  // The conclusion first, then what it rests on.
  reasons: [...new Set([inner.value === true ? holds : fails, ...inner.reasons])],
  missing: [],
  sources: [...new Set([...sources, ...inner.sources])],
});
