import { type Instant, instantFromMs, msOf, type Period } from '../core/instant.ts';
import { type Random, randomBelow } from '../core/random.ts';
import type { Trace } from '../model/trace.ts';
import type { Evidence } from './evidence.ts';
import type { PoolCustomer } from './replay-pool.ts';
import { TRACE_MODEL } from './trace-model.ts';

const DAY_MS = 86_400_000;
/** Who opened fewer customers of the listed segments cannot have given a list of them. */
const GHOST_VOLUME = 20;
const SHORTEST_WINDOW_DAYS = 7;

/** An actor who is to be the culprit of simulated leaks, struck from the log, and when he copies. */
export interface GhostChoice {
  readonly actor: string;
  readonly from_time: Instant;
  readonly to_time: Instant;
}

/**
 * Half of them the nearest colleagues of those who would be named, by the controls they opened both: were one of these the culprit and not
 * in the log, the evidence would fall on them. Half of all copy over the whole scope, half in a time as long as the one stated.
 */
export function chooseGhosts(
  scope: Period,
  evidence: Evidence,
  trace: Pick<Trace, 'named' | 'window'>,
  random: Random,
): readonly GhostChoice[] {
  const named = new Set(trace.named.map(({ actor }) => actor));
  const segments = new Set(evidence.positions.map(({ segment }) => segment));
  const able = [...evidence.volumes].flatMap(([actor, volumes]) => {
    let volume = 0;
    for (const [segment, count] of volumes) if (segments.has(segment)) volume += count;
    return volume < GHOST_VOLUME || named.has(actor) ? [] : [actor];
  });
  const likeness = new Map(able.map((actor) => [actor, likenessTo(evidence, named, actor)]));
  const near = [...able]
    .sort((a, b) => (likeness.get(b) ?? 0) - (likeness.get(a) ?? 0) || (a < b ? -1 : 1))
    .slice(0, TRACE_MODEL.replayGhosts / 2);
  const nearest = new Set(near);
  const rest = able.filter((actor) => !nearest.has(actor)).sort();
  const chosen = [...near, ...someOf(random, rest, TRACE_MODEL.replayGhosts - near.length)];
  const [from, to] = [msOf(scope.from), msOf(scope.to)];
  const stated = trace.window === null ? to - from : Date.parse(trace.window.to) - Date.parse(trace.window.from);
  const length = Math.min(to - from, Math.max(SHORTEST_WINDOW_DAYS * DAY_MS, stated));
  return chosen.map((actor, i) => {
    if (i % 2 === 0) return { actor, from_time: scope.from, to_time: scope.to };
    const start = from + Math.floor(random() * (to - from - length));
    return { actor, from_time: instantFromMs(start), to_time: instantFromMs(start + length) };
  });
}

/** What simulated lists are made of: the ghosts' customers, one row each, and some of the controls as outsiders. */
export function poolCustomers(
  evidence: Evidence,
  ghosts: readonly { readonly actor: string; readonly customer: string; readonly segment: string }[],
  random: Random,
): readonly PoolCustomer[] {
  const customers = new Map<string, { segment: string; share: number; ghosts: string[] }>();
  const customerOf = (customer: string, segment: string) => {
    const known = customers.get(customer) ?? { segment, share: 0, ghosts: [] };
    customers.set(customer, known);
    return known;
  };
  for (const { actor, customer, segment } of ghosts) customerOf(customer, segment).ghosts.push(actor);
  for (const { customer, segment, share } of someOf(random, evidence.controls, TRACE_MODEL.replayOutsiders))
    customerOf(customer, segment).share = share;
  return [...customers].map(([customer, about]) => ({ customer, ...about }));
}

/** The largest cosine between the actor's controls and those of one of the named. */
function likenessTo(evidence: Evidence, named: ReadonlySet<string>, actor: string): number {
  const own = evidence.sightings.get(actor)?.controls ?? [];
  let most = 0;
  for (const other of named) {
    const theirs = new Set(evidence.sightings.get(other)?.controls);
    const both = own.filter((at) => theirs.has(at)).length;
    most = Math.max(most, both / Math.sqrt(Math.max(1, own.length * theirs.size)));
  }
  return most;
}

function someOf<T>(random: Random, items: readonly T[], count: number): readonly T[] {
  const rest = [...items];
  const chosen: T[] = [];
  while (chosen.length < count && rest.length > 0) {
    const at = randomBelow(random, rest.length);
    const [last] = rest.splice(-1);
    const one = at === rest.length ? last : rest[at];
    if (at < rest.length && last !== undefined) rest[at] = last;
    if (one !== undefined) chosen.push(one);
  }
  return chosen;
}
