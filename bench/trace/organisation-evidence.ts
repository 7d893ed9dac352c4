import { randomBelow } from '../../src/core/random.ts';
import type { Control, Evidence, Segment, Sightings } from '../../src/trace/evidence.ts';
import { type LinkedRecord, positionsOf, type ValueSpan } from '../../src/trace/link-sample.ts';
import { TRACE_MODEL } from '../../src/trace/trace-model.ts';
import { actorName, type Organisation, segmentName, VERSIONED } from './organisation.ts';

/** Midnight of day 0. */
export const START_MS = Date.parse('2025-01-01T00:00:00Z');
const DAY_MS = 86_400_000;
const LINK_WEIGHT = 0.98;

/** A record of a list: the customer it is linked to, and the day its values were copied; null where they tell nothing. */
export interface Listed {
  readonly customer: number;
  readonly copiedOn: number | null;
}

export const customerName = (customer: number): string => `c-${String(customer).padStart(6, '0')}`;

/** What the lake's statements would give for this list, the log lacking the `hidden` actors. */
export function evidenceOf(made: Organisation, list: readonly Listed[], hidden: readonly number[] = []): Evidence {
  const { knobs, startOf, actorOf, dayOf } = made;
  const gone = new Set(hidden);
  const positions = positionsOf(list.map((listed, recordNo) => linkedRecord(made, listed, recordNo)));
  const chosen = controlsOf(
    made,
    positions.map(({ customer }) => Number(customer.slice(2))),
    gone,
  );
  const viewers = new Int32Array(positions.length);
  const controlViewers = new Int32Array(chosen.length);
  const sightings = new Map<string, Sightings>();
  const of = new Map<number, Sightings>();
  const sightingsOf = (actor: number): Sightings => {
    const known = of.get(actor);
    if (known !== undefined) return known;
    const fresh = { actor: actorName(actor), positions: [], views: [], controls: [] };
    of.set(actor, fresh);
    sightings.set(fresh.actor, fresh);
    return fresh;
  };
  positions.forEach((position, at) => {
    const c = Number(position.customer.slice(2));
    for (let k = startOf[c] ?? 0; k < (startOf[c + 1] ?? 0); ) {
      const actor = actorOf[k] ?? 0;
      const counts = new Map<number, number>();
      for (; k < (startOf[c + 1] ?? 0) && actorOf[k] === actor; k += 1)
        counts.set(dayOf[k] ?? 0, (counts.get(dayOf[k] ?? 0) ?? 0) + 1);
      if (gone.has(actor)) continue;
      viewers[at] = (viewers[at] ?? 0) + 1;
      const seen = sightingsOf(actor);
      seen.positions.push(at);
      seen.views.push([...counts].map(([day, count]) => ({ day, count })));
    }
  });
  chosen.forEach(({ customer: c }, at) => {
    let last = -1;
    for (let k = startOf[c] ?? 0; k < (startOf[c + 1] ?? 0); k += 1) {
      const actor = actorOf[k] ?? 0;
      if (actor === last || gone.has(actor)) continue;
      last = actor;
      controlViewers[at] = (controlViewers[at] ?? 0) + 1;
      sightingsOf(actor).controls.push(at);
    }
  });
  const volumes = new Map(made.volumes);
  for (const actor of hidden) volumes.delete(actorName(actor));
  return {
    positions,
    controls: chosen.map(
      ({ customer, share }): Control => ({
        customer: customerName(customer),
        segment: segmentName(customer % knobs.segments),
        share,
      }),
    ),
    segments: segmentsOf(made, volumes),
    actorCount: volumes.size,
    volumes,
    sightings,
    viewers,
    controlViewers,
  };
}

function segmentsOf(made: Organisation, volumes: Evidence['volumes']): ReadonlyMap<string, Segment> {
  const segments = new Map<string, Segment>();
  for (let s = 0; s < made.knobs.segments; s += 1)
    segments.set(segmentName(s), { customers: Math.floor(made.knobs.customers / made.knobs.segments), pairs: 0 });
  for (const bySegment of volumes.values())
    for (const [name, count] of bySegment) {
      const segment = segments.get(name);
      if (segment !== undefined) segment.pairs += count;
    }
  return segments;
}

/** Each of three versioned fields is shown by four records in five (tracing brief 3.7: field mask 20 % missing). */
function linkedRecord(made: Organisation, { customer, copiedOn }: Listed, recordNo: number): LinkedRecord {
  const changes: { readonly day: number; readonly old: boolean }[] = [];
  for (let field = 0; field < VERSIONED && copiedOn !== null; field += 1) {
    const day = made.changed[customer * VERSIONED + field] ?? -1;
    if (day >= 0 && made.random() < 0.8) changes.push({ day, old: copiedOn < day });
  }
  const days = [...new Set(changes.map(({ day }) => day))].sort((a, b) => a - b);
  const staleFrom = (from: number): number => changes.filter(({ day, old }) => (from < day ? !old : old)).length;
  const spans: ValueSpan[] = [{ fromMs: -Infinity, stale: staleFrom(-1) }];
  for (const day of days) spans.push({ fromMs: START_MS + day * DAY_MS, stale: staleFrom(day) });
  const segment = segmentName(customer % made.knobs.segments);
  return { recordNo, customer: customerName(customer), segment, weight: LINK_WEIGHT, spans };
}

/** As `trace-control` chooses them: by segment and power of two of viewers. */
function controlsOf(
  made: Organisation,
  leaked: readonly number[],
  gone: ReadonlySet<number>,
): readonly { readonly customer: number; readonly share: number }[] {
  const { knobs, random } = made;
  const hiddenViews = new Map<number, number>();
  for (const actor of gone)
    for (const c of new Set(made.customer.subarray(made.start[actor] ?? 0, made.start[actor + 1] ?? 0)))
      hiddenViews.set(c, (hiddenViews.get(c) ?? 0) + 1);
  const listed = new Set(leaked);
  const chosen: { readonly customer: number; readonly share: number }[] = [];
  for (const segment of new Set(leaked.map((c) => c % knobs.segments))) {
    const strata: { readonly others: number[]; leaked: number }[] = [];
    for (let c = segment; c < knobs.customers; c += knobs.segments) {
      const bucket = Math.floor(Math.log2((made.viewers[c] ?? 0) - (hiddenViews.get(c) ?? 0) + 1));
      const stratum = strata[bucket] ?? { others: [], leaked: 0 };
      strata[bucket] = stratum;
      if (listed.has(c)) stratum.leaked += 1;
      else stratum.others.push(c);
    }
    for (const stratum of strata) {
      if (stratum === undefined) continue;
      const { others } = stratum;
      const wanted = Math.max(stratum.leaked * TRACE_MODEL.controlsPerLeaked, TRACE_MODEL.controlsPerStratum);
      const take = Math.min(wanted, others.length);
      for (let i = 0; i < take; i += 1) {
        const j = i + randomBelow(random, others.length - i);
        const [a = 0, b = 0] = [others[i], others[j]];
        others[i] = b;
        others[j] = a;
        chosen.push({ customer: b, share: others.length / take });
      }
    }
  }
  return chosen;
}
