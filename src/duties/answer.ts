/** A three-valued answer: `null` is "it depends on what is missing". */
export type Answer = boolean | null;

/** One thing that is said of why an answer is what it is. */
export interface Saying {
  /** A sentence that decided it, or that holds so far; empty: none. */
  readonly reason: string;
  /** Facts, by their path in the facts file, that would settle an open answer. */
  readonly missing: readonly string[];
  /** Ids of the law's sources behind the reason. */
  readonly sources: readonly string[];
  /** Of this case alone; everything else is said with the same object each time. */
  readonly own: boolean;
  /** Tells it from all others. */
  readonly number: number;
}

export function saying({ reason = '', missing = [], sources = [], own = false }: Partial<Saying>): Saying {
  made += 1;
  return { reason, missing, sources, own, number: made };
}

let made = 0;

/** Why an answer is what it is; everything once, in the order in which it was found. */
export interface Explanation {
  readonly reasons: readonly string[];
  readonly missing: readonly string[];
  readonly sources: readonly string[];
}

export function explanationOf(said: readonly Saying[]): Explanation {
  const [reasons, missing, sources]: [string[], string[], string[]] = [[], [], []];
  for (const saying of said) {
    if (saying.reason !== '') addNew(reasons, [saying.reason]);
    addNew(missing, saying.missing);
    addNew(sources, saying.sources);
  }
  return { reasons, missing, sources };
}

/** Adds what is not there yet. The lists are short: looking through one is quicker than a set. */
export function addNew<T>(list: T[], more: readonly T[]): void {
  for (const each of more) if (!list.includes(each)) list.push(each);
}

/** Kleene's strong OR: true when any part is, false when all are. */
export function anyOf(parts: readonly { readonly answer: Answer }[]): Answer {
  let found: Answer = false;
  for (const { answer } of parts) {
    if (answer === true) return true;
    if (answer === null) found = null;
  }
  return found;
}

/** Kleene's strong AND: false when either is, true when both are. */
export const bothOf = (a: Answer, b: Answer): Answer => (a === false || b === false ? false : a === null ? null : b);

/** Whether a part of an OR explains it: those that decide do. */
export const explainsAny = (part: Answer, whole: Answer): boolean => whole === false || part === whole;

/** Whether a part of an AND explains it: what holds already stays in the explanation of what is open. */
export const explainsBoth = (part: Answer, whole: Answer): boolean => whole !== false || part === false;
