import { type Random, randomBelow } from '../core/random.ts';
import { type DayViews, type Evidence, type ProbeRow, type Sightings, sharedDayViews } from './evidence.ts';
import type { Position } from './link-sample.ts';
import { TRACE_MODEL } from './trace-model.ts';

/** A customer that simulated lists may hold. */
export interface PoolCustomer {
  readonly customer: string;
  readonly segment: string;
  /** As an outsider: how many customers of the log it stands for; 0: only a ghost's. */
  readonly share: number;
  /** Actors whose simulated leaks may hold it. */
  readonly ghosts: readonly string[];
}

/** What is extracted once so that leaks can be simulated on this very log without asking it again. */
export interface ReplayPool {
  readonly customers: readonly PoolCustomer[];
  /** By customer: who opened it, and when. */
  readonly viewers: readonly (readonly { readonly actor: string; readonly views: DayViews }[])[];
  /** By ghost: places of his customers. */
  readonly byGhost: ReadonlyMap<string, readonly number[]>;
  /** Places of outsiders, and the shares added up. */
  readonly outsiders: readonly number[];
  readonly cumulated: Float64Array;
}

/** `probe`: rows of `trace-probe` over the pool's customers, numbered by their place, with days. Linear in the rows. */
export function replayPool(customers: readonly PoolCustomer[], probe: Iterable<ProbeRow>): ReplayPool {
  const viewers: { readonly actor: string; views: DayViews }[][] = customers.map(() => []);
  const dayViews = sharedDayViews();
  for (const row of probe) {
    const of = viewers[row.probe_no];
    if (of === undefined) continue;
    const last = of.at(-1);
    if (last?.actor === row.actor) last.views = dayViews(row, last.views);
    else of.push({ actor: row.actor, views: dayViews(row) });
  }
  const byGhost = new Map<string, number[]>();
  customers.forEach(({ ghosts }, at) => {
    for (const ghost of ghosts) {
      const places = byGhost.get(ghost) ?? [];
      byGhost.set(ghost, places);
      places.push(at);
    }
  });
  const outsiders = customers.flatMap(({ share }, at) => (share > 0 ? [at] : []));
  let sum = 0;
  const cumulated = Float64Array.from(outsiders, (at) => (sum += customers[at]?.share ?? 0));
  return { customers, viewers, byGhost, outsiders, cumulated };
}

/** A list that nobody in the log gave: `ghost` is taken out of it, null: all is from elsewhere. */
export interface SimulatedLeak {
  readonly ghost: string | null;
  /** Places in the pool. */
  readonly places: readonly number[];
}

/**
 * One leak of `records` customers: in two cases of three by an actor whose accesses are then struck from the log, who gave at least
 * `purity` of it; else from elsewhere, any customers or often opened ones.
 */
export function simulateLeak(pool: ReplayPool, records: number, purity: number, random: Random): SimulatedLeak {
  const ghosts = [...pool.byGhost.keys()];
  const ghost = ghosts.length > 0 && random() < 2 / 3 ? (ghosts[randomBelow(random, ghosts.length)] ?? null) : null;
  const share = ghost === null ? 0 : purity + (1 - purity) * random();
  const own = some(random, ghost === null ? [] : (pool.byGhost.get(ghost) ?? []), Math.round(records * share));
  // A ghost who opened too little gives a shorter list of the same purity.
  const outside =
    ghost === null ? records : Math.min(records - own.length, Math.round((own.length * (1 - share)) / share));
  return { ghost, places: [...new Set([...own, ...outsidersOf(pool, outside, random() < 0.5, random)])] };
}

function outsidersOf(pool: ReplayPool, count: number, popular: boolean, random: Random): readonly number[] {
  const total = pool.cumulated.at(-1) ?? 0;
  const draw = (): number => {
    const goal = random() * total;
    let low = 0;
    let high = pool.cumulated.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pool.cumulated[middle] ?? 0) < goal) low = middle + 1;
      else high = middle;
    }
    return pool.outsiders[low] ?? 0;
  };
  const chosen = new Set<number>();
  const opened = (at: number): number => pool.viewers[at]?.length ?? 0;
  for (let tries = 0; total > 0 && chosen.size < count && tries < 20 * count; tries += 1) {
    const [a, b] = [draw(), draw()];
    chosen.add(popular && opened(b) > opened(a) ? b : a);
  }
  return [...chosen];
}

function some(random: Random, items: readonly number[], count: number): readonly number[] {
  const rest = [...items];
  const take = Math.min(count, rest.length);
  for (let i = 0; i < take; i += 1) {
    const j = i + randomBelow(random, rest.length - i);
    const [a = 0, b = 0] = [rest[i], rest[j]];
    rest[i] = b;
    rest[j] = a;
  }
  return rest.slice(0, take);
}

/**
 * The evidence of a simulated leak: the log's own, its list in place of the real one, the ghost struck out. Sightings are of those who saw any
 * of the list. Linear in these and in the controls.
 */
export function replayEvidence(pool: ReplayPool, real: Evidence, leak: SimulatedLeak, random: Random): Evidence {
  const positions = leak.places.map((at): Position => {
    const { customer, segment } = pool.customers[at] ?? { customer: '', segment: '' };
    // Links as sure as the real list's; values tell nothing.
    const weight = real.positions[randomBelow(random, Math.max(1, real.positions.length))]?.weight ?? 1;
    return { customer, segment, weight, spans: [{ fromMs: -Infinity, stale: 0 }], recordNos: [at] };
  });
  const listed = new Set(positions.map(({ customer }) => customer));
  let next = 0;
  /** Where each control of the log stands among those kept; -1: it is listed now. */
  const kept = Int32Array.from(real.controls, ({ customer }) => (listed.has(customer) ? -1 : next++));
  const controls = real.controls.filter((_, at) => (kept[at] ?? -1) >= 0);
  const controlViewers = new Int32Array(controls.length);
  const ghostControls = new Set(leak.ghost === null ? [] : real.sightings.get(leak.ghost)?.controls);
  kept.forEach((place, at) => {
    if (place >= 0) controlViewers[place] = (real.controlViewers[at] ?? 0) - (ghostControls.has(at) ? 1 : 0);
  });
  const sightings = new Map<string, Sightings>();
  const fresh = (actor: string): Sightings => ({
    actor,
    positions: [],
    views: [],
    // Asked only of the few who are weighed.
    get controls() {
      const seen = real.sightings.get(actor)?.controls ?? [];
      return seen.flatMap((at) => ((kept[at] ?? -1) < 0 ? [] : [kept[at] ?? 0]));
    },
  });
  const viewers = new Int32Array(positions.length);
  leak.places.forEach((place, at) => {
    for (const { actor, views } of pool.viewers[place] ?? []) {
      if (actor === leak.ghost) continue;
      const seen = sightings.get(actor) ?? fresh(actor);
      sightings.set(actor, seen);
      seen.positions.push(at);
      seen.views.push(views);
      viewers[at] = (viewers[at] ?? 0) + 1;
    }
  });
  const volumes = new Map(real.volumes);
  const segments = new Map([...real.segments].map(([name, segment]) => [name, { ...segment }]));
  if (leak.ghost !== null) {
    for (const [name, count] of volumes.get(leak.ghost) ?? []) {
      const segment = segments.get(name);
      if (segment !== undefined) segment.pairs = Math.max(0, segment.pairs - count);
    }
    volumes.delete(leak.ghost);
  }
  return {
    positions,
    controls,
    segments,
    actorCount: Math.max(1, volumes.size),
    volumes,
    sightings,
    viewers,
    controlViewers,
  };
}

/** How many customers a simulated list has: the real one's, up to what is extracted. */
export const replayRecords = (evidence: Evidence): number =>
  Math.min(TRACE_MODEL.replayRecordsMax, evidence.positions.length);
