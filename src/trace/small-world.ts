import type { Period } from '../core/instant.ts';
import { type Random, randomBelow, seededRandom } from '../core/random.ts';
import { type Evidence, gatherEvidence, type ProbeRow, type ShortlistRow } from './evidence.ts';
import { judgeTrace, shortlistOf, type TraceAnswer } from './judge-trace.ts';
import { type LinkedRecord, positionsOf } from './link-sample.ts';
import { TRACE_MODEL } from './trace-model.ts';

const DAYS = 365;
export const SCOPE = { from: '2025-01-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z' } as Period;

export interface WorldKnobs {
  readonly actors: number;
  readonly customers: number;
  readonly segments: number;
  readonly medianViews: number;
  /** Customers by popularity rank k are opened in proportion to k^-zipf. */
  readonly zipf: number;
  /** Share of views that come from queues of 20 customers, of which several actors of the segment take most. */
  readonly queue: number;
}

export const SMALL: WorldKnobs = {
  actors: 200,
  customers: 5_000,
  segments: 5,
  medianViews: 150,
  zipf: 0.7,
  queue: 0.4,
};

interface View {
  readonly customer: number;
  readonly day: number;
}

/** A made-up organisation and its log, for tests of the model: segments, popular customers, busy actors, shared queues. */
export interface World {
  readonly knobs: WorldKnobs;
  readonly random: Random;
  readonly segmentOf: Int32Array;
  readonly byActor: readonly (readonly View[])[];
  /** Distinct viewers of each customer. */
  readonly viewers: Int32Array;
  /** What `trace-shortlist` gives for each actor. */
  readonly activity: readonly (readonly ShortlistRow[])[];
  /** A customer of the segment by popularity. */
  popular(segment: number): number;
}

export const actorName = (actor: number): string => `e-${String(actor).padStart(4, '0')}`;

export function smallWorld(seed: number, knobs: WorldKnobs = SMALL): World {
  const random = seededRandom(seed);
  const segmentOf = Int32Array.from({ length: knobs.customers }, (_, customer) => customer % knobs.segments);
  const perSegment = Math.floor(knobs.customers / knobs.segments);
  const cumulated = new Float64Array(perSegment);
  let sum = 0;
  for (let rank = 0; rank < perSegment; rank += 1) cumulated[rank] = sum += (rank + 10) ** -knobs.zipf;
  const popular = (segment: number): number => {
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
  const queues = Array.from({ length: Math.ceil(knobs.actors / 2) }, (_, queue) => {
    const segment = queue % knobs.segments;
    return { segment, customers: Array.from({ length: 20 }, () => popular(segment)), day: randomBelow(random, DAYS) };
  });
  const byActor = Array.from({ length: knobs.actors }, (_, actor): readonly View[] => {
    const home = actor % knobs.segments;
    const volume = Math.round(knobs.medianViews * Math.exp(0.6 * normal(random)));
    const views: View[] = [];
    while (views.length < volume) {
      const queue = queues[randomBelow(random, queues.length)];
      if (random() < knobs.queue / 14 && queue?.segment === home) {
        for (const customer of queue.customers)
          if (random() < 0.7) views.push({ customer, day: Math.min(DAYS - 1, queue.day + randomBelow(random, 5)) });
        continue;
      }
      const segment = random() < 0.85 ? home : randomBelow(random, knobs.segments);
      views.push({ customer: popular(segment), day: randomBelow(random, DAYS) });
    }
    return views.sort((a, b) => a.day - b.day);
  });
  const viewers = new Int32Array(knobs.customers);
  for (const views of byActor)
    for (const customer of new Set(views.map((view) => view.customer)))
      viewers[customer] = (viewers[customer] ?? 0) + 1;
  const activity = byActor.map((views, actor) => activityOf(views, segmentOf, actorName(actor)));
  return { knobs, random, segmentOf, byActor, viewers, activity, popular };
}

function activityOf(views: readonly View[], segmentOf: Int32Array, actor: string): readonly ShortlistRow[] {
  const seen = new Set<number>();
  const rows = new Map<string, { actor: string; day: number; segment: string; views: number; opened: number }>();
  for (const { customer, day } of views) {
    const segment = segmentName(segmentOf[customer] ?? 0);
    const row = rows.get(`${day}/${segment}`) ?? { actor, day, segment, views: 0, opened: 0 };
    rows.set(`${day}/${segment}`, row);
    row.views += 1;
    if (!seen.has(customer)) row.opened += 1;
    seen.add(customer);
  }
  return [...rows.values()];
}

const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Distinct customers an actor opened in days [from, to). */
export const seenBy = (world: World, actor: number, from = 0, to = DAYS): readonly number[] => [
  ...new Set(
    (world.byActor[actor] ?? []).filter((view) => view.day >= from && view.day < to).map((view) => view.customer),
  ),
];

/** `count` different items in random order; fewer when there are not so many. */
export function sampleOf<T>(random: Random, items: readonly T[], count: number): readonly T[] {
  const rest = [...items];
  for (let i = 0; i < Math.min(count, rest.length); i += 1) {
    const j = i + randomBelow(random, rest.length - i);
    const [a, b] = [rest[i], rest[j]];
    if (a !== undefined && b !== undefined) [rest[i], rest[j]] = [b, a];
  }
  return rest.slice(0, count);
}

/** Customers leaked from elsewhere: any, popular ones, or those of one segment. */
export function outsiders(world: World, count: number, kind: 'any' | 'popular' | 'segment'): readonly number[] {
  const { knobs, random } = world;
  const segment = randomBelow(random, knobs.segments);
  const chosen = new Set<number>();
  while (chosen.size < count) {
    if (kind === 'any') chosen.add(randomBelow(random, knobs.customers));
    else chosen.add(world.popular(kind === 'popular' ? randomBelow(random, knobs.segments) : segment));
  }
  return [...chosen];
}

const customerName = (customer: number): string => `c-${String(customer).padStart(6, '0')}`;
const segmentName = (segment: number): string => `s-${segment}`;

/** What the lake statements would give for this world and list, the log lacking the `hidden` actors. */
export function evidenceIn(
  world: World,
  leaked: readonly number[],
  hiddenActors: readonly number[] = [],
): { readonly evidence: Evidence; readonly activity: readonly ShortlistRow[] } {
  const hidden = new Set(hiddenActors);
  const linked = leaked.map(
    (customer, recordNo): LinkedRecord => ({
      recordNo,
      customer: customerName(customer),
      segment: segmentName(world.segmentOf[customer] ?? 0),
      weight: 0.98,
      spans: [{ fromMs: -Infinity, stale: 0 }],
    }),
  );
  const positions = positionsOf(linked);
  const controls = controlsFor(world, new Set(leaked));
  const probeNo = new Map([
    ...positions.map((position, at) => [Number(position.customer.slice(2)), at] as const),
    ...controls.map(({ customer }, at) => [customer, positions.length + at] as const),
  ]);
  const probe: ProbeRow[] = [];
  const activity: ShortlistRow[] = [];
  const volumes: { actor: string; segment: string; customers: number }[] = [];
  world.byActor.forEach((views, index) => {
    if (hidden.has(index)) return;
    const actor = actorName(index);
    const controlSeen = new Set<number>();
    for (const { customer, day } of views) {
      const no = probeNo.get(customer);
      if (no === undefined) continue;
      if (no < positions.length) probe.push({ probe_no: no, actor, day, views: 1 });
      else if (!controlSeen.has(no)) probe.push({ probe_no: no, actor, day: 0, views: 1 });
      controlSeen.add(no);
    }
    activity.push(...(world.activity[index] ?? []));
    for (const [segment, rows] of Map.groupBy(world.activity[index] ?? [], (row) => row.segment))
      volumes.push({ actor, segment, customers: rows.reduce((sum, row) => sum + Number(row.opened), 0) });
  });
  probe.sort((a, b) => a.probe_no - b.probe_no || (a.actor < b.actor ? -1 : a.actor > b.actor ? 1 : a.day - b.day));
  const sizes = new Map<number, number>();
  for (const segment of world.segmentOf) sizes.set(segment, (sizes.get(segment) ?? 0) + 1);
  const evidence = gatherEvidence({
    positions,
    controls: controls.map(({ customer, share }) => ({
      customer: customerName(customer),
      segment: segmentName(world.segmentOf[customer] ?? 0),
      share,
    })),
    volumes,
    segments: [...sizes].map(([segment, customers]) => ({ segment: segmentName(segment), customers })),
    probe,
  });
  return { evidence, activity };
}

/** The model's answer in this world. */
export function traceIn(world: World, leaked: readonly number[], hidden: readonly number[] = []): TraceAnswer {
  const { evidence, activity } = evidenceIn(world, leaked, hidden);
  return judgeIn(evidence, activity, leaked.length);
}

/** The answer to a list of `records`, all of them linked. */
export function judgeIn(evidence: Evidence, activity: readonly ShortlistRow[], records: number): TraceAnswer {
  const shortlist = new Set(shortlistOf(evidence));
  const sample = { records, linked: records, foreign: 0 };
  const rows = activity.filter((row) => shortlist.has(row.actor));
  return judgeTrace({ case: 'c-test', alpha: 0.001, scope: SCOPE, sample, checkpoint: 'test' }, evidence, rows);
}

/** As `trace-control` chooses them: by segment and power of two of viewers. */
function controlsFor(
  world: World,
  leaked: ReadonlySet<number>,
): readonly { readonly customer: number; readonly share: number }[] {
  const stratumOf = (customer: number): string =>
    `${world.segmentOf[customer] ?? 0}/${Math.floor(Math.log2((world.viewers[customer] ?? 0) + 1))}`;
  const segments = new Set([...leaked].map((customer) => world.segmentOf[customer]));
  const strata = Map.groupBy(
    [...world.segmentOf.keys()].filter((customer) => segments.has(world.segmentOf[customer] ?? 0)),
    stratumOf,
  );
  return [...strata.values()].flatMap((stratum) => {
    const others = stratum.filter((customer) => !leaked.has(customer));
    const wanted = Math.max(
      (stratum.length - others.length) * TRACE_MODEL.controlsPerLeaked,
      TRACE_MODEL.controlsPerStratum,
    );
    const chosen = sampleOf(world.random, others, wanted);
    return chosen.map((customer) => ({ customer, share: others.length / chosen.length }));
  });
}
