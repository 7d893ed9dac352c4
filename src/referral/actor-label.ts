import type { FrozenScope } from '../model/exposure.ts';
import type { Trace } from '../model/trace.ts';

/**
 * What a reader may call an actor: the name only where the trace puts it above its threshold; everybody else is `person 1`, `person 2`
 * … in the order of their ids, the same in every file of the bag. The originals among the exhibits keep the accounts as logged.
 */
export function actorLabels(scope: Pick<FrozenScope, 'actors'>, trace: Pick<Trace, 'named'> | null) {
  const named = new Set(trace?.named.map(({ actor }) => actor) ?? []);
  const others = [...scope.actors].filter((actor) => !named.has(actor)).sort();
  const labels = new Map(others.map((actor, n) => [actor, `person ${n + 1}`]));
  return {
    /** An actor of the scope, or an account whose person is `actor`. */
    of: (actor: string, account = actor): string => {
      if (named.has(actor) || named.has(account)) return account;
      return labels.get(actor) ?? labels.get(account) ?? 'another person';
    },
    /** All actors of the scope, as they may be called. */
    all: [...scope.actors].sort().map((actor) => (named.has(actor) ? actor : (labels.get(actor) ?? actor))),
  };
}
