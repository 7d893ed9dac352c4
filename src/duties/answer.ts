/** Why an answer is what it is; everything once, in the order in which it was found. */
export interface Explanation {
  /** Sentences that decided it, or that hold so far. */
  readonly reasons: string[];
  /** Facts, by their path in the facts file, that would settle an open answer. */
  readonly missing: string[];
  /** Ids of the law's sources behind the reasons. */
  readonly sources: string[];
}

/** A three-valued answer; `null` is "it depends on what is missing". Why is worked out only when somebody asks: few answers are shown. */
export interface Answer {
  readonly value: boolean | null;
  readonly explain: (to: Explanation) => void;
}

/** Adds what is not there yet. The lists are short: looking through one is quicker than a set. */
export function addNew(list: string[], more: readonly string[]): void {
  for (const each of more) if (!list.includes(each)) list.push(each);
}

export function explained({ explain }: Answer): Explanation {
  const to: Explanation = { reasons: [], missing: [], sources: [] };
  explain(to);
  return to;
}

/** Kleene's strong OR: true when any part is; the parts that decide give the explanation. */
export function anyOf(parts: readonly Answer[]): Answer {
  const value = either(parts, true);
  return {
    value,
    explain(to) {
      for (const part of parts) if (value === false || part.value === value) part.explain(to);
    },
  };
}

/** Kleene's strong AND: false when any part is; what holds already stays in an open answer's explanation. */
export function allOf(parts: readonly Answer[]): Answer {
  const value = either(parts, false);
  return {
    value,
    explain(to) {
      for (const part of parts) if (value !== false || part.value === false) part.explain(to);
    },
  };
}

function either(parts: readonly Answer[], deciding: boolean): boolean | null {
  let value: boolean | null = !deciding;
  for (const part of parts) {
    if (part.value === deciding) return deciding;
    if (part.value === null) value = null;
  }
  return value;
}
