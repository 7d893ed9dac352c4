import type { Organisation } from './organisation.ts';

export const BASELINES = ['hit count', 'hit rate', 'Jaccard', 'P&GM guilt', 'tf-idf', 'hypergeometric'] as const;
export type Baseline = (typeof BASELINES)[number];

export interface BaselineAnswer {
  /** Probability that a culprit is ranked first, ties broken by lot. */
  readonly first: Readonly<Record<Baseline, number>>;
  /** Innocents whom hypergeometric tail with Bonferroni's correction names at α. */
  readonly innocentsNamed: number;
}

/**
 * The simple ways to rank everybody by a list of customers (tracing brief 3.8), `hidden` actors being in no log. Papadimitriou and
 * Garcia-Molina's guilt (TKDE 2011) is given the true share of records from elsewhere, which nobody would know.
 */
export function baselines(
  made: Organisation,
  list: readonly number[],
  about: { readonly culprits: readonly number[]; readonly hidden: readonly number[]; readonly outside: number },
  alpha: number,
): BaselineAnswer {
  const { knobs } = made;
  const gone = new Set(about.hidden);
  const customers = [...new Set(list)];
  const hits = new Map<number, { count: number; innocence: number; weight: number }>();
  let listNorm = 0;
  for (const c of customers) {
    const viewers = made.viewers[c] ?? 0;
    const idf = Math.log((knobs.actors + 1) / (viewers + 1));
    listNorm += idf * idf;
    let last = -1;
    for (let k = made.startOf[c] ?? 0; k < (made.startOf[c + 1] ?? 0); k += 1) {
      const actor = made.actorOf[k] ?? 0;
      if (actor === last || gone.has(actor)) continue;
      last = actor;
      const entry = hits.get(actor) ?? { count: 0, innocence: 0, weight: 0 };
      hits.set(actor, entry);
      entry.count += 1;
      entry.innocence += Math.log1p(-(1 - about.outside) / viewers);
      entry.weight += idf * idf;
    }
  }
  const tail = hypergeometric(knobs.customers, customers.length);
  const scores = [...hits].map(([actor, { count, innocence, weight }]) => {
    const volume = made.distinct[actor] ?? 1;
    return {
      actor,
      values: {
        'hit count': count,
        'hit rate': count / volume,
        Jaccard: count / (volume + customers.length - count),
        'P&GM guilt': -innocence,
        'tf-idf': weight / Math.sqrt(listNorm * normOf(made, actor)),
        hypergeometric: -tail(volume, count),
      } satisfies Record<Baseline, number>,
    };
  });
  const firstBy = (name: Baseline): number => {
    const best = Math.max(...scores.map(({ values }) => values[name]));
    const tied = scores.filter(({ values }) => values[name] >= best - 1e-9 * Math.abs(best));
    return tied.filter(({ actor }) => about.culprits.includes(actor)).length / Math.max(1, tied.length);
  };
  const needed = Math.log(knobs.actors / alpha);
  return {
    first: Object.fromEntries(BASELINES.map((name) => [name, firstBy(name)])) as Record<Baseline, number>,
    innocentsNamed: scores.filter(
      ({ actor, values }) => !about.culprits.includes(actor) && values.hypergeometric >= needed,
    ).length,
  };
}

const norms = new WeakMap<Organisation, Map<number, number>>();

/** Square of the length of the actor's vector of idf. */
function normOf(made: Organisation, actor: number): number {
  const known = norms.get(made) ?? new Map<number, number>();
  norms.set(made, known);
  let norm = known.get(actor);
  if (norm !== undefined) return norm;
  norm = 0;
  for (const c of new Set(made.customer.subarray(made.start[actor] ?? 0, made.start[actor + 1] ?? 0)))
    norm += Math.log((made.knobs.actors + 1) / ((made.viewers[c] ?? 0) + 1)) ** 2;
  known.set(actor, norm);
  return norm;
}

/** ln P(X ≥ hits) for `drawn` of `population` customers, `volume` of which the actor opened. */
function hypergeometric(population: number, drawn: number): (volume: number, hits: number) => number {
  const factorial = new Float64Array(population + 1);
  for (let i = 2; i <= population; i += 1) factorial[i] = (factorial[i - 1] ?? 0) + Math.log(i);
  const choose = (n: number, k: number): number => (factorial[n] ?? 0) - (factorial[k] ?? 0) - (factorial[n - k] ?? 0);
  return (volume, hits) => {
    const all = choose(population, drawn);
    const top = Math.min(volume, drawn);
    let sum = 0;
    const first = choose(volume, hits) + choose(population - volume, drawn - hits) - all;
    for (let k = hits; k <= top; k += 1) {
      const term = Math.exp(choose(volume, k) + choose(population - volume, drawn - k) - all - first);
      sum += term;
      if (term < 1e-12 * sum) break;
    }
    return Math.min(0, first + Math.log(sum));
  };
}
