import { type Random, randomBelow, seededRandom } from '../../src/core/random.ts';
import type { ShortlistRow } from '../../src/trace/evidence.ts';

export const DAYS = 365;
/** Days that a shared queue is worked, and how many customers it holds (tracing brief 3.7: size 20, take 70 %). */
const QUEUE_DAYS = 5;
const QUEUE_SIZE = 20;
const QUEUE_TAKE = 0.7;
/** Fields with versions, and the share of customers for whom each changes in a year (tracing brief 3.7). */
export const VERSIONED = 3;
const CHANGE_SHARE = 0.15;

/** The knobs of tracing brief 3.7, with its defaults in `ORDINARY`. */
export interface OrganisationKnobs {
  readonly actors: number;
  readonly customers: number;
  readonly segments: number;
  /** Median distinct customers that an actor opens in the year, and σ of its logarithm. */
  readonly medianViews: number;
  readonly sigma: number;
  /** Customers of popularity rank k are opened in proportion to (k + 10)^-zipf. */
  readonly zipf: number;
  /** Share of views within the actor's own segment. */
  readonly inSegment: number;
  /** Share of views that come from queues which several actors of a segment take in the same days. */
  readonly queue: number;
  /** How many actors take from a queue, on average. */
  readonly queueHands: number;
  /** One actor in `busyEach` opens ten times as much; 0: nobody. */
  readonly busyEach: number;
}

export const ORDINARY: OrganisationKnobs = {
  actors: 1_000,
  customers: 50_000,
  segments: 20,
  medianViews: 200,
  sigma: 0.6,
  zipf: 0.7,
  inSegment: 0.85,
  queue: 0.4,
  queueHands: 5,
  busyEach: 0,
};

/** A made-up organisation and its log of a year in typed arrays; customer c is of segment c modulo `segments`. */
export interface Organisation {
  readonly knobs: OrganisationKnobs;
  readonly random: Random;
  /** Views of actor a: [start[a], start[a + 1]) of `customer` and `day`, by day. */
  readonly start: Int32Array;
  readonly customer: Int32Array;
  readonly day: Int16Array;
  /** Views of customer c: [startOf[c], startOf[c + 1]) of `actorOf` and `dayOf`, by actor and day. */
  readonly startOf: Int32Array;
  readonly actorOf: Int32Array;
  readonly dayOf: Int16Array;
  /** Distinct actors who opened each customer. */
  readonly viewers: Int32Array;
  /** Distinct customers that each actor opened. */
  readonly distinct: Int32Array;
  /** Distinct customers by actor and segment. */
  readonly volumes: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Day on which a versioned field of a customer changed; -1: never. */
  readonly changed: Int16Array;
  popular(segment: number): number;
  activity(actor: number): readonly ShortlistRow[];
}

export const actorName = (actor: number): string => `e-${String(actor).padStart(5, '0')}`;
export const segmentName = (segment: number): string => `s-${segment}`;

export function organisation(seed: number, knobs: OrganisationKnobs = ORDINARY): Organisation {
  const random = seededRandom(seed);
  const popular = popularity(knobs, random);
  const { start, customer, day } = viewsOf(knobs, random, popular);
  const inverse = byCustomer(knobs, start, customer, day);
  const changed = Int16Array.from({ length: knobs.customers * VERSIONED }, () =>
    random() < CHANGE_SHARE ? randomBelow(random, DAYS) : -1,
  );
  const volumes = new Map<string, Map<string, number>>();
  const distinct = new Int32Array(knobs.actors);
  const lastSeen = new Int32Array(knobs.customers).fill(-1);
  for (let actor = 0; actor < knobs.actors; actor += 1) {
    const bySegment = new Int32Array(knobs.segments);
    for (let k = start[actor] ?? 0; k < (start[actor + 1] ?? 0); k += 1) {
      const c = customer[k] ?? 0;
      if (lastSeen[c] === actor) continue;
      lastSeen[c] = actor;
      distinct[actor] = (distinct[actor] ?? 0) + 1;
      bySegment[c % knobs.segments] = (bySegment[c % knobs.segments] ?? 0) + 1;
    }
    const named = new Map<string, number>();
    bySegment.forEach((count, segment) => {
      if (count > 0) named.set(segmentName(segment), count);
    });
    volumes.set(actorName(actor), named);
  }
  const cache = new Map<number, readonly ShortlistRow[]>();
  const made = { knobs, random, start, customer, day, ...inverse, distinct, volumes, changed, popular };
  return {
    ...made,
    activity(actor) {
      const rows = cache.get(actor) ?? activityOf(made, actor);
      cache.set(actor, rows);
      return rows;
    },
  };
}

function popularity(knobs: OrganisationKnobs, random: Random): (segment: number) => number {
  const perSegment = Math.floor(knobs.customers / knobs.segments);
  const cumulated = new Float64Array(perSegment);
  let sum = 0;
  for (let rank = 0; rank < perSegment; rank += 1) cumulated[rank] = sum += (rank + 10) ** -knobs.zipf;
  return (segment) => {
    const goal = random() * sum;
    let low = 0;
    let high = perSegment - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulated[middle] ?? 0) < goal) low = middle + 1;
      else high = middle;
    }
    return low * knobs.segments + segment;
  };
}

/** Everybody's views, by actor and day. */
function viewsOf(knobs: OrganisationKnobs, random: Random, popular: (segment: number) => number) {
  const perTake = QUEUE_SIZE * QUEUE_TAKE;
  // A draw gives one view, or a queue's; with this probability of a queue its share of all views is `queue`.
  const queueDraw = knobs.queue / (perTake - (perTake - 1) * knobs.queue);
  const actorsPerSegment = knobs.actors / knobs.segments;
  const takes = (actorsPerSegment * knobs.medianViews * Math.exp(knobs.sigma ** 2 / 2) * knobs.queue) / perTake;
  const queueCount = Math.max(1, Math.round(takes / knobs.queueHands));
  const queues = Array.from({ length: knobs.segments }, (_, segment) =>
    Array.from({ length: queueCount }, () => ({
      customers: Array.from({ length: QUEUE_SIZE }, () => popular(segment)),
      day: randomBelow(random, DAYS - QUEUE_DAYS),
    })),
  );
  const start = new Int32Array(knobs.actors + 1);
  const customers: number[] = [];
  const days: number[] = [];
  for (let actor = 0; actor < knobs.actors; actor += 1) {
    const home = actor % knobs.segments;
    const busy = knobs.busyEach > 0 && actor % knobs.busyEach === 0 ? 10 : 1;
    const volume = Math.round(busy * knobs.medianViews * Math.exp(knobs.sigma * normal(random)));
    const own: number[] = [];
    while (own.length < volume) {
      const queue = random() < queueDraw ? queues[home]?.[randomBelow(random, queueCount)] : undefined;
      if (queue === undefined) {
        const segment = random() < knobs.inSegment ? home : randomBelow(random, knobs.segments);
        own.push(randomBelow(random, DAYS) * knobs.customers + popular(segment));
        continue;
      }
      for (const customer of queue.customers)
        if (random() < QUEUE_TAKE) own.push((queue.day + randomBelow(random, QUEUE_DAYS)) * knobs.customers + customer);
    }
    for (const key of Float64Array.from(own).sort()) {
      customers.push(key % knobs.customers);
      days.push(Math.floor(key / knobs.customers));
    }
    start[actor + 1] = customers.length;
  }
  return { start, customer: Int32Array.from(customers), day: Int16Array.from(days) };
}

function byCustomer(knobs: OrganisationKnobs, start: Int32Array, customer: Int32Array, day: Int16Array) {
  const startOf = new Int32Array(knobs.customers + 1);
  for (const c of customer) startOf[c + 1] = (startOf[c + 1] ?? 0) + 1;
  for (let c = 0; c < knobs.customers; c += 1) startOf[c + 1] = (startOf[c + 1] ?? 0) + (startOf[c] ?? 0);
  const next = startOf.slice();
  const actorOf = new Int32Array(customer.length);
  const dayOf = new Int16Array(customer.length);
  const viewers = new Int32Array(knobs.customers);
  for (let actor = 0; actor < knobs.actors; actor += 1)
    for (let k = start[actor] ?? 0; k < (start[actor + 1] ?? 0); k += 1) {
      const c = customer[k] ?? 0;
      const at = next[c] ?? 0;
      if (at === startOf[c] || actorOf[at - 1] !== actor) viewers[c] = (viewers[c] ?? 0) + 1;
      actorOf[at] = actor;
      dayOf[at] = day[k] ?? 0;
      next[c] = at + 1;
    }
  return { startOf, actorOf, dayOf, viewers };
}

/** What `trace-shortlist` gives for an actor. */
function activityOf(made: Omit<Organisation, 'activity'>, actor: number): readonly ShortlistRow[] {
  const { start, customer, day, knobs } = made;
  const seen = new Set<number>();
  const rows = new Map<number, { actor: string; day: number; segment: string; views: number; opened: number }>();
  for (let k = start[actor] ?? 0; k < (start[actor + 1] ?? 0); k += 1) {
    const c = customer[k] ?? 0;
    const segment = c % knobs.segments;
    const key = (day[k] ?? 0) * knobs.segments + segment;
    const row = rows.get(key) ?? {
      actor: actorName(actor),
      day: day[k] ?? 0,
      segment: segmentName(segment),
      views: 0,
      opened: 0,
    };
    rows.set(key, row);
    row.views += 1;
    if (!seen.has(c)) row.opened += 1;
    seen.add(c);
  }
  return [...rows.values()];
}

const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
