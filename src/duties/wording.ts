import type { Duty } from '../model/duty.ts';
import { type Answer, addNew, explanationOf, type Saying } from './answer.ts';

/** What a document says of why, and what would settle it. */
export type Wording = Readonly<Pick<Duty, 'because' | 'citations' | 'missing'>>;

export type Citations = ReadonlyMap<string, Duty['citations'][number]>;

interface Frame {
  readonly citations: Citations;
  /** Sources that are cited whatever the answer: before those of the answer, and after them. */
  readonly first: readonly string[];
  readonly last: readonly string[];
  /** Said first unless the answer is no; empty: nothing. */
  readonly opening: string;
}

interface Kept {
  readonly isNo: boolean;
  readonly said: readonly Saying[];
  readonly route: readonly string[];
  readonly wording: Wording;
}

// The shipped laws make a thousand in all of a thousand varied incidents; it bounds a process that lives for months.
const MOST_KEPT = 2_000;

/**
 * The words of one duty. Of all duties that are not owed, most are so for one of few reasons: who says the same in the same order is given the same words, unless
 * something in them is of one case alone. `route`: reasons for the addressee.
 */
export function wordingsOf(
  frame: Frame,
): (answer: Answer, said: readonly Saying[], route: readonly string[]) => Wording {
  const kept = new Map<number, Kept[]>();
  let count = 0;
  return (answer, said, route) => {
    const isNo = answer === false;
    let key = route.length;
    for (const { own, number } of said) {
      if (own) return wordingAnew(frame, answer, said, route);
      // Whatever it comes to, those found under it are compared.
      key = (key * 31 + number) | 0;
    }
    const here = kept.get(key) ?? [];
    for (const one of here) {
      if (one.isNo === isNo && same(one.said, said) && same(one.route, route)) return one.wording;
    }
    if (count >= MOST_KEPT) {
      kept.clear();
      count = 0;
    }
    const wording = wordingAnew(frame, answer, said, route);
    kept.set(key, [...here, { isNo, said, route, wording }]);
    count += 1;
    return wording;
  };
}

function same<T>(a: readonly T[], b: readonly T[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}

function wordingAnew(
  { citations, first, last, opening }: Frame,
  answer: Answer,
  said: readonly Saying[],
  route: readonly string[],
): Wording {
  const { reasons, missing, sources: behind } = explanationOf(said);
  const because = opening === '' || answer === false ? [] : [opening];
  addNew(because, reasons);
  addNew(because, route);
  const sources = [...first];
  addNew(sources, behind);
  addNew(sources, last);
  return {
    because,
    citations: citationsOf(citations, sources),
    missing,
  };
}

/** A law's citations of these sources. */
export const citationsOf = (citations: Citations, ids: readonly string[]): Duty['citations'] =>
  ids.flatMap((id) => citations.get(id) ?? []);
