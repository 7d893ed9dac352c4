import type { Control } from './evidence.ts';
import { TRACE_MODEL } from './trace-model.ts';

/** Of `items` one in so many is looked at, so that no more than twice `most` are; 1: all. */
export const oneIn = (items: number, most: number): number => Math.max(1, Math.floor(items / most));

/**
 * Of how many customers one is looked at: for controls, of those of the listed segments (`near`), and for volumes, of all. Of a log in which
 * each is opened often fewer customers tell as much.
 */
export function samplesOf(lake: {
  readonly customers: number;
  readonly near: number;
  readonly accesses: number;
}): Readonly<Record<'controlsOf' | 'volumesOf', number>> {
  const nearAccesses = (lake.accesses * lake.near) / Math.max(1, lake.customers);
  return {
    controlsOf: Math.max(oneIn(lake.near, TRACE_MODEL.controlBase), oneIn(nearAccesses, TRACE_MODEL.keptAccessesMost)),
    volumesOf: Math.max(
      oneIn(lake.customers, TRACE_MODEL.volumeBase),
      oneIn(lake.accesses, TRACE_MODEL.keptAccessesMost),
    ),
  };
}

/** Controls asked for each listed customer: of long lists fewer, for there are many of them. */
export const perLeaked = (positions: number): number =>
  Math.max(1, Math.min(TRACE_MODEL.controlsPerLeaked, Math.floor(TRACE_MODEL.controlsMost / Math.max(1, positions))));

export interface FoundControl extends Control {
  /** Rough. */
  readonly viewers: number;
}

/**
 * Controls whose viewers are about `pairs` at most: every k-th of each segment and power of two of viewers, standing for k times as many.
 * At least one of each stays.
 */
export function thinned(controls: readonly FoundControl[], pairs: number): readonly Control[] {
  const all = controls.reduce((sum, { viewers }) => sum + viewers, 0);
  const every = Math.ceil(all / pairs);
  if (every <= 1) return controls.map(({ customer, segment, share }) => ({ customer, segment, share }));
  const strata = Map.groupBy(controls, ({ segment, viewers }) => `${Math.floor(Math.log2(viewers + 1))}/${segment}`);
  return [...strata.values()].flatMap((stratum) => {
    const kept = stratum.filter((_, i) => i % every === 0);
    return kept.map(({ customer, segment, share }) => ({
      customer,
      segment,
      share: (share * stratum.length) / kept.length,
    }));
  });
}
