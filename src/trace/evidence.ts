import type { Position } from './link-sample.ts';

/** Rows of the lake statements of the same name. */
export type VolumeRow = { readonly actor: string; readonly segment: string; readonly customers: number | bigint };
export type SegmentRow = { readonly segment: string; readonly customers: number | bigint };
export type ProbeRow = {
  readonly probe_no: number;
  readonly actor: string;
  /** 0 for a control. */
  readonly day: number;
  readonly views: number;
};
export type ShortlistRow = {
  readonly actor: string;
  readonly segment: string;
  readonly day: number;
  readonly views: number | bigint;
  readonly opened: number | bigint;
};

/** An unleaked customer to compare with; in the probe controls follow the positions. */
export interface Control {
  readonly customer: string;
  readonly segment: string;
  /** How many customers as often opened it stands for. */
  readonly share: number;
}

export interface Segment {
  readonly customers: number;
  /** Distinct pairs of an actor and a customer of the segment. */
  pairs: number;
}

/** How often somebody opened somebody, one entry per day. */
export type DayViews = readonly { readonly day: number; readonly count: number }[];

/** What one actor saw of the probe. */
export interface Sightings {
  readonly actor: string;
  /** Positions seen, ascending. */
  readonly positions: number[];
  /** For each position seen its views. */
  readonly views: DayViews[];
  /** Controls seen. */
  readonly controls: number[];
}

/** The log as the trace knows it: volumes of everybody, and who saw the leaked customers and the controls. */
export interface Evidence {
  readonly positions: readonly Position[];
  readonly controls: readonly Control[];
  readonly segments: ReadonlyMap<string, Segment>;
  /** Actors with any access to a customer in scope: the people a name must be told from. */
  readonly actorCount: number;
  /** Customers opened, by actor and then by segment. */
  readonly volumes: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Actors who saw at least one leaked customer or control. */
  readonly sightings: ReadonlyMap<string, Sightings>;
  /** Distinct viewers of each position and each control. */
  readonly viewers: Int32Array;
  readonly controlViewers: Int32Array;
}

/** Collects the rows of the lake; `probe` rows are ordered by probe number, actor and day. Linear in the rows. */
export function gatherEvidence(input: {
  readonly positions: readonly Position[];
  readonly controls: readonly Control[];
  readonly volumes: readonly VolumeRow[];
  readonly segments: readonly SegmentRow[];
  readonly probe: Iterable<ProbeRow>;
  /** Volumes are of one customer in so many; default 1: of all. */
  readonly volumesOf?: number;
}): Evidence {
  const volumes = new Map<string, Map<string, number>>();
  const segments = new Map<string, Segment>();
  for (const row of input.segments) segments.set(row.segment, { customers: Number(row.customers), pairs: 0 });
  for (const { segment } of input.positions)
    if (!segments.has(segment)) segments.set(segment, { customers: 1, pairs: 0 });
  for (const row of input.volumes) {
    const bySegment = volumes.get(row.actor) ?? new Map<string, number>();
    volumes.set(row.actor, bySegment);
    bySegment.set(row.segment, Number(row.customers));
    const segment = segments.get(row.segment);
    if (segment !== undefined) segment.pairs += Number(row.customers);
  }
  const leaked = input.positions.length;
  const viewers = new Int32Array(leaked);
  const controlViewers = new Int32Array(input.controls.length);
  const sightings = new Map<string, Sightings>();
  const dayViews = sharedDayViews();
  for (const row of input.probe) {
    let seen = sightings.get(row.actor);
    if (seen === undefined) {
      seen = { actor: row.actor, positions: [], views: [], controls: [] };
      sightings.set(row.actor, seen);
    }
    if (row.probe_no >= leaked) {
      controlViewers[row.probe_no - leaked] = (controlViewers[row.probe_no - leaked] ?? 0) + 1;
      seen.controls.push(row.probe_no - leaked);
      continue;
    }
    if (seen.positions.at(-1) === row.probe_no) {
      seen.views.push(dayViews(row, seen.views.pop()));
    } else {
      viewers[row.probe_no] = (viewers[row.probe_no] ?? 0) + 1;
      seen.positions.push(row.probe_no);
      seen.views.push(dayViews(row));
    }
  }
  return {
    positions: input.positions,
    controls: input.controls,
    segments,
    actorCount: Math.max(volumes.size + unseenActors(volumes, input.volumesOf ?? 1), sightings.size),
    volumes,
    sightings,
    viewers,
    controlViewers,
  };
}

/** Gives the views of a row, behind those before it. Nearly all are of one day and few: the same ones are kept once, not a million times. */
export function sharedDayViews(): (row: ProbeRow, before?: DayViews) => DayViews {
  const shared = new Map<number, DayViews>();
  return ({ day, views: count }, before) => {
    // Below 2⁵³ for a century of days and a hundred million views.
    const key = day * 2 ** 27 + count;
    const views = shared.get(key) ?? [{ day, count }];
    shared.set(key, views);
    return before === undefined ? views : [...before, ...views];
  };
}

/**
 * Actors none of whose customers is in the sample: about as many as have one there, and rather fewer (Good 1953). Counting them keeps the
 * threshold n/α from falling.
 */
function unseenActors(volumes: Evidence['volumes'], volumesOf: number): number {
  if (volumesOf === 1) return 0;
  let once = 0;
  for (const bySegment of volumes.values()) {
    let sum = 0;
    for (const count of bySegment.values()) sum += count;
    if (sum <= volumesOf) once += 1;
  }
  return once;
}

/** The same evidence with the shortlisted actors' rough volumes replaced by exact ones. */
export function withExactVolumes(evidence: Evidence, rows: readonly ShortlistRow[]): Evidence {
  const exact = new Map<string, Map<string, number>>();
  for (const row of rows) {
    const bySegment = exact.get(row.actor) ?? new Map<string, number>();
    exact.set(row.actor, bySegment);
    bySegment.set(row.segment, (bySegment.get(row.segment) ?? 0) + Number(row.opened));
  }
  const segments = new Map([...evidence.segments].map(([name, segment]) => [name, { ...segment }]));
  for (const [actor, bySegment] of exact)
    for (const [name, segment] of segments)
      segment.pairs += (bySegment.get(name) ?? 0) - (evidence.volumes.get(actor)?.get(name) ?? 0);
  const volumes = new Map(evidence.volumes);
  for (const [actor, bySegment] of exact) volumes.set(actor, bySegment);
  return { ...evidence, segments, volumes };
}
