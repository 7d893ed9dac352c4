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

interface Branch {
  readonly after: Map<Saying, Branch>;
  /** By the reasons for the addressee. */
  readonly wordings: Map<string, Wording>;
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
  const roots = { no: branch(), other: branch() };
  let kept = 0;
  return (answer, said, route) => {
    let at = answer === false ? roots.no : roots.other;
    for (const saying of said) {
      if (saying.own) return wordingAnew(frame, answer, said, route);
      let next = at.after.get(saying);
      if (next === undefined) {
        next = branch();
        at.after.set(saying, next);
      }
      at = next;
    }
    const key = route.join(' ');
    const before = at.wordings.get(key);
    if (before !== undefined) return before;
    const wording = wordingAnew(frame, answer, said, route);
    at.wordings.set(key, wording);
    kept += 1;
    if (kept >= MOST_KEPT) {
      kept = 0;
      Object.assign(roots, { no: branch(), other: branch() });
    }
    return wording;
  };
}

const branch = (): Branch => ({ after: new Map(), wordings: new Map() });

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
