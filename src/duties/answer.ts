/** A three-valued answer that explains itself; `null` is "it depends on what is in `missing`". */
export interface Answer {
  readonly value: boolean | null;
  /** Sentences that decided it, or that hold so far. */
  readonly reasons: readonly string[];
  /** Facts, by their path in the facts file, that would settle it. */
  readonly missing: readonly string[];
  /** Ids of the law's sources behind the reasons. */
  readonly sources: readonly string[];
  /** Made once and given to everyone who gets the same answer: it holds nothing of a single case. */
  readonly shared?: true;
}

/**
 * Lays the explanations of several answers together under one value. `only`: of the parts with this value; absent: of all.
 */
export function merge(value: boolean | null, parts: readonly Answer[], only?: boolean | null): Answer {
  const reasons = new Set<string>();
  const missing = new Set<string>();
  const sources = new Set<string>();
  for (const part of parts) {
    if (only !== undefined && part.value !== only) continue;
    for (const reason of part.reasons) reasons.add(reason);
    if (value === null) for (const path of part.missing) missing.add(path);
    for (const source of part.sources) sources.add(source);
  }
  return { value, reasons: [...reasons], missing: [...missing], sources: [...sources] };
}

export type Merge = typeof merge;

/** Kleene's strong OR: true when any part is; the parts that decide give the explanation. */
export function anyOf(parts: readonly Answer[], join: Merge = merge): Answer {
  let open = false;
  for (const { value } of parts) {
    if (value === true) return join(true, parts, true);
    open ||= value === null;
  }
  return open ? join(null, parts, null) : join(false, parts);
}

/** Kleene's strong AND: false when any part is; what holds already stays in an open answer's explanation. */
export function allOf(parts: readonly Answer[], join: Merge = merge): Answer {
  let open = false;
  for (const { value } of parts) {
    if (value === false) return join(false, parts, false);
    open ||= value === null;
  }
  return join(open ? null : true, parts);
}
