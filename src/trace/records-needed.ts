import type { Evidence } from './evidence.ts';
import { nullRate } from './null-rate.ts';
import { TRACE_MODEL } from './trace-model.ts';

/** So few listed customers may be unusual ones: what holds for customers in general is the better guide. */
const FEW_CUSTOMERS = 8;

/** Nobody to go by: what a list is assumed to hold from one actor. */
const ASSUMED_SHARE = 0.7;
/** Under this gain per record (nats) no list of a size anybody would find reaches the threshold. */
const LEAST_GAIN = 0.02;

/**
 * Gain in nats per further record if one actor gave `share` of the list, and customers are opened by an innocent of his kind with
 * probability `p`: D = E ln[(1-δ+δr)/(1-δ0+δ0r)], r = 1/p for his records and 0 for the rest.
 */
export function gainPerRecord(rates: readonly number[], share: number = ASSUMED_SHARE): number {
  if (rates.length === 0) return 0;
  const { slack } = TRACE_MODEL;
  const missed = (1 - share) * Math.log((1 - share) / (1 - slack));
  const gained = rates.reduce((sum, rate) => {
    const ratio = 1 / Math.max(1e-9, -Math.expm1(-rate));
    return sum + Math.log((1 - share + share * ratio) / (1 - slack + slack * ratio));
  }, 0);
  return missed + (share * gained) / rates.length;
}

/**
 * Rates by which further records are judged: those of the listed customers that candidates opened; where the list has few, those of the actors of
 * the log for a customer of middling popularity of the listed segments, of all segments where nobody is listed.
 */
export function ratesToExpect(hits: readonly number[], evidence: Evidence): readonly number[] {
  if (evidence.positions.length >= FEW_CUSTOMERS && hits.length > 0) return hits;
  const listed = new Set(evidence.positions.map(({ segment }) => segment));
  return [...evidence.volumes.values()].flatMap((bySegment) =>
    [...bySegment].flatMap(([name, volume]) => {
      const segment = evidence.segments.get(name);
      if (segment === undefined || (listed.size > 0 && !listed.has(name))) return [];
      return [nullRate(volume, Math.max(0, segment.pairs - volume) / segment.customers, segment)];
    }),
  );
}

/**
 * About how many more linked records would let somebody be named, or null when more records of this kind would not.
 * `logNeeded` is ln(n/α); `bestLog` the largest ln e-value so far.
 */
export function moreRecordsNeeded(
  logNeeded: number,
  linked: number,
  rates: readonly number[],
  bestLog: number,
): number | null {
  // What is missing is not evidence but clearness, and more of the same list would not bring it.
  if (bestLog >= logNeeded) return null;
  const expected = gainPerRecord(rates);
  if (expected < LEAST_GAIN) return null;
  const more = Math.ceil(logNeeded / expected) - linked;
  if (more >= 1) return more;
  // The list is long enough for a usual culprit, so he is unusual: what the evidence grew by so far is the better guide.
  const observed = linked === 0 ? 0 : bestLog / linked;
  return observed < LEAST_GAIN ? null : Math.max(1, Math.ceil((logNeeded - bestLog) / observed));
}
