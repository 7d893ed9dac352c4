/** A three-valued answer that explains itself; `null` is "it depends on what is in `missing`". */
export interface Answer {
  readonly value: boolean | null;
  /** Sentences that decided it, or that hold so far. */
  readonly reasons: readonly string[];
  /** Facts, by their path in the facts file, that would settle it. */
  readonly missing: readonly string[];
  /** Ids of the law's sources behind the reasons. */
  readonly sources: readonly string[];
}

const union = (lists: readonly (readonly string[])[]): readonly string[] =>
  lists.length === 1 && lists[0] !== undefined ? lists[0] : [...new Set(lists.flat())];

/** Lays the explanations of several answers together under one value. */
export function merge(value: boolean | null, parts: readonly Answer[]): Answer {
  return {
    value,
    reasons: union(parts.map((part) => part.reasons)),
    missing: value === null ? union(parts.map((part) => part.missing)) : [],
    sources: union(parts.map((part) => part.sources)),
  };
}

/** Kleene's strong OR: true when any part is; the parts that decide give the explanation. */
export function anyOf(parts: readonly Answer[]): Answer {
  const holding = parts.filter((part) => part.value === true);
  if (holding.length > 0) return merge(true, holding);
  const open = parts.filter((part) => part.value === null);
  return open.length > 0 ? merge(null, open) : merge(false, parts);
}

/** Kleene's strong AND: false when any part is; what holds already stays in an open answer's explanation. */
export function allOf(parts: readonly Answer[]): Answer {
  const failing = parts.filter((part) => part.value === false);
  if (failing.length > 0) return merge(false, failing);
  return parts.some((part) => part.value === null) ? merge(null, parts) : merge(true, parts);
}

export const not = (part: Answer): Answer => ({ ...part, value: part.value === null ? null : !part.value });
