import type { Codebook } from '../model/canary.ts';
import { copyScore, type SeenPosition, scoreTail, symmetricScore } from './code-evidence.ts';
import { sharedEValue, sharedTail } from './shared-evidence.ts';
import { codeWord, keyBytes, shownTo, tracingCanaries } from './shown-to.ts';

/** A person or team that passes the threshold. */
export interface NamedUnit {
  readonly codebook: string;
  readonly unit: string;
  readonly by: Codebook['by'];
  /** Found canaries that this unit was shown, with that address. */
  readonly canaries: number;
  /** An upper bound on the probability that an innocent fits so well, before it is multiplied by how many were looked at. */
  readonly probability: number;
  readonly basis: 'canaries' | 'canary-and-trace';
}

export interface CanaryVerdict {
  readonly codebook: string;
  readonly found: number;
  readonly named: readonly NamedUnit[];
  /** About how many more canaries, all met by one unit, would name it; null when somebody is named. */
  readonly moreNeeded: number | null;
}

/** One canary is never enough: somebody looks over a shoulder, shares a screen, takes over a session. */
const LEAST_CANARIES = 2;

/**
 * Whom the found addresses name, at most `alpha` of naming any innocent of the codebook's units. What else decides is stated: `traced` holds
 * e-values of people whom a trace of the ordinary records names; with these one canary is enough. Below the threshold nobody comes out.
 */
export function judgeCanaries(
  book: Codebook,
  found: ReadonlySet<string>,
  alpha: number,
  traced: ReadonlyMap<string, number> | null,
): CanaryVerdict {
  const seen = tracingCanaries(book).filter(({ emails }) => emails.some((email) => found.has(email)));
  const judged =
    seen.length === 0
      ? []
      : book.units.flatMap((unit) => judgeUnit(book, unit, found, seen.length, alpha, traced) ?? []);
  const named = judged.sort((a, b) => a.probability - b.probability || (a.unit < b.unit ? -1 : 1));
  return {
    codebook: book.codebook,
    found: seen.length,
    named,
    moreNeeded: named.length > 0 ? null : moreNeeded(book, seen.length, alpha),
  };
}

function judgeUnit(
  book: Codebook,
  unit: string,
  found: ReadonlySet<string>,
  foundCount: number,
  alpha: number,
  traced: ReadonlyMap<string, number> | null,
): NamedUnit | null {
  const canaries = shownTo(book, unit).filter(({ email }) => found.has(email)).length;
  const outcome = (probability: number, basis: NamedUnit['basis']): NamedUnit => ({
    codebook: book.codebook,
    unit,
    by: book.by,
    canaries,
    probability,
    basis,
  });
  const each = alpha / (testsOf(book) + (traced === null ? 0 : 1)) / book.units.length;
  if (canaries === 0) return null;
  const { tail, eValue } = evidenceOf(book, unit, canaries, found, foundCount);
  if (canaries >= LEAST_CANARIES) {
    if (tail <= each) return outcome(tail, 'canaries');
    // Markov's inequality: an e-value reaches 1/x with probability at most x.
    if (book.design.kind === 'paired' && eValue * each >= 1) return outcome(1 / eValue, 'canaries');
  }
  const log = book.by === 'actor' ? (traced?.get(unit) ?? 0) : 0;
  return eValue * log * each >= 1 ? outcome(1 / (eValue * log), 'canary-and-trace') : null;
}

/** Words are judged twice (brief 2.6): the symmetric score holds against every strategy, the copy score is stronger where records are copied whole. */
const testsOf = ({ design }: Pick<Codebook, 'design'>): number => (design.kind === 'paired' ? 2 : 1);

function evidenceOf(
  book: Codebook,
  unit: string,
  met: number,
  found: ReadonlySet<string>,
  foundCount: number,
): { readonly tail: number; readonly eValue: number } {
  const { design } = book;
  if (design.kind === 'shared') {
    const draw = { pool: tracingCanaries(book).length, perUnit: design.perUnit, found: foundCount };
    // Draws in which a canary would have been met by too many were thrown away.
    const kept = 1 - design.discarded;
    return { tail: sharedTail(met, draw) / kept, eValue: sharedEValue(met, draw) * kept };
  }
  const positions = seenPositions(book, design.biases, found);
  const bits = codeWord(keyBytes(book.key), book.codebook, unit, design.biases);
  const sum = (score: (bit: 0 | 1, position: SeenPosition) => number): number =>
    positions.reduce((total, position, at) => total + score(bits[at] ?? 0, position), 0);
  return {
    tail: scoreTail(sum(symmetricScore), positions),
    eValue: Math.exp(sum((bit, position) => copyScore(bit, position, design.coalition))),
  };
}

/** Both addresses of a pair tell that several gave, and nothing of one of them. */
function seenPositions(book: Codebook, biases: readonly number[], found: ReadonlySet<string>): readonly SeenPosition[] {
  return tracingCanaries(book).map(({ emails: [zero = '', one = ''] }, at) => {
    const both = found.has(zero) === found.has(one);
    return { p: biases[at] ?? 0.5, seen: both ? null : found.has(one) ? 1 : 0 };
  });
}

function moreNeeded(book: Codebook, found: number, alpha: number): number | null {
  const { design } = book;
  if (design.kind === 'paired') return null;
  const pool = tracingCanaries(book).length;
  const each = (alpha / book.units.length) * (1 - design.discarded);
  for (let more = LEAST_CANARIES; more <= design.perUnit; more += 1)
    if (sharedTail(more, { pool, perUnit: design.perUnit, found: Math.max(found, more) }) <= each) return more;
  return null;
}
