import { type EValue, eValue, meanRatios, type TraceWindow } from './e-value.ts';
import type { Given } from './extraction-window.ts';
import { logSumExp } from './log-sum.ts';
import type { Suspect } from './suspect.ts';
import { TRACE_MODEL } from './trace-model.ts';

/** An actor on the shortlist with what the evidence says of him alone. */
export interface Candidate {
  readonly suspect: Suspect;
  readonly posterior: number;
  readonly value: EValue;
  /** Ratio of each position to "from elsewhere", averaged over windows. */
  readonly ratios: Float64Array;
}

export interface Member {
  readonly candidate: Candidate;
  /** ln of the e-value given the other members. */
  readonly log: number;
  /** Probability that it is he and no other of the shortlist who fills this place. */
  readonly posterior: number;
  /** People who together have `posteriorToName` of the place; 1 when he alone has it. */
  readonly persons: number;
}

/** A member while the coalition grows: his ratios given those who came before him. */
interface Part {
  readonly candidate: Candidate;
  readonly ratios: Float64Array;
  /** Weight of each window of the grid after the evidence against him. */
  readonly windows: Float64Array;
}

export interface Fit {
  /** Of "elsewhere" and of each member, in their order; they add up to 1. */
  readonly shares: Float64Array;
  /** Positions' ratios to "from elsewhere" under the mixture of members. */
  readonly explained: Float64Array;
  /** ln likelihood of the list, relative to "all from elsewhere". */
  readonly log: number;
}

const ROUNDS = 40;

/** Shares of members and of "elsewhere" that explain the list best (EM, 40 rounds). Nobody: all ratios 1. */
export function fitMixture(members: readonly Float64Array[], positionCount: number): Fit {
  const shares = new Float64Array(members.length + 1).fill(1 / (members.length + 1));
  const explained = new Float64Array(positionCount).fill(1);
  const mix = (): void => {
    explained.fill(shares[0] ?? 0);
    members.forEach((ratios, k) => {
      const share = shares[k + 1] ?? 0;
      for (let at = 0; at < positionCount; at += 1) explained[at] = (explained[at] ?? 0) + share * (ratios[at] ?? 0);
    });
  };
  mix();
  const inverse = new Float64Array(positionCount);
  for (let round = 0; round < ROUNDS && members.length > 0; round += 1) {
    let elsewhere = 0;
    for (let at = 0; at < positionCount; at += 1) {
      const one = 1 / (explained[at] ?? 1);
      inverse[at] = one;
      elsewhere += one;
    }
    members.forEach((ratios, k) => {
      let sum = 0;
      for (let at = 0; at < positionCount; at += 1) sum += (ratios[at] ?? 0) * (inverse[at] ?? 0);
      shares[k + 1] = ((shares[k + 1] ?? 0) * sum) / positionCount;
    });
    shares[0] = ((shares[0] ?? 0) * elsewhere) / positionCount;
    mix();
  }
  let log = 0;
  for (let at = 0; at < positionCount; at += 1) log += Math.log(explained[at] ?? 1);
  return { shares, explained, log };
}

/** For each member what he gave, and what the others and "elsewhere" explain. */
export function givenBy(members: readonly Float64Array[], positionCount: number): readonly Given[] {
  const { shares, explained } = fitMixture(members, positionCount);
  return members.map((ratios, k) => {
    const fitted = shares[k + 1] ?? 0;
    return {
      // As if one more had come from him and one more not: a fit of 1 would leave no record to chance.
      share: (fitted * positionCount + 1) / (positionCount + 2),
      explained: explained.map((b, at) =>
        Math.max(1e-9, (b - fitted * (ratios[at] ?? 0)) / Math.max(1e-9, 1 - fitted)),
      ),
    };
  });
}

/** More are not looked for: each would have given less than a sixth of the list. */
const MEMBERS_MAX = 6;

/**
 * Adds, one at a time, the actor whom the list still asks for once the members are explained away. Where `start` reaches `logNeeded`
 * alone, so must everybody who is added. Where he does not, what colleagues gave may hide each of them: then it is enough to stand out
 * among `actorCount` innocents given the others (E ≥ n) to be tried. Either way every member is tested given the others, and
 * the weakest dropped until all reach `logNeeded`; then asked is how far the next best could stand in a member's place. Fewer
 * than two: nobody.
 */
export function growCoalition(
  start: Candidate,
  candidates: readonly Candidate[],
  weights: Float64Array,
  grid: readonly TraceWindow[],
  slack: number,
  logNeeded: number,
  actorCount: number,
): readonly Member[] {
  const given = (others: readonly Part[]): ((candidate: Candidate) => EValue) => {
    const { explained, shares } = fitMixture(
      others.map(({ ratios }) => ratios),
      weights.length,
    );
    // Beside a logged culprit there may be an unlogged one, whose colleagues coincide as well, but only in what the others did not give.
    const left = slack * (shares[0] ?? 1);
    const prior = sharedTime(others, grid);
    return ({ suspect }) => eValue(suspect, weights, explained, grid, left, prior);
  };
  let members: readonly Part[] = [{ candidate: start, ratios: start.ratios, windows: start.value.windows }];
  while (members.length < MEMBERS_MAX) {
    let best: Part | null = null;
    const asked = given(members);
    let bestLog = Math.log(Math.max(1, actorCount));
    for (const candidate of candidates) {
      if (members.some((member) => member.candidate === candidate)) continue;
      const value = asked(candidate);
      if (value.log < bestLog) continue;
      // What he adds is weighed in the windows that the conditional evidence points at, not in those he shares with a member.
      best = { candidate, ratios: meanRatios(candidate.suspect, weights, value, grid), windows: value.windows };
      bestLog = value.log;
    }
    if (best === null) break;
    members = [...members, best];
  }
  for (;;) {
    if (members.length < 2) return [];
    const logs = members.map((member) => given(without(members, member))(member.candidate).log);
    const weakest = logs.indexOf(Math.min(...logs));
    if ((logs[weakest] ?? 0) < logNeeded) {
      members = members.filter((_, k) => k !== weakest);
      continue;
    }
    return members.map((member, k) => ({
      candidate: member.candidate,
      log: logs[k] ?? 0,
      ...placeOf(member, without(members, member), candidates),
    }));
  }
}

/**
 * Prior weights of the windows for one more member: half the grid's own, half where the others copied, for who works together does so at
 * the same time. The others' views say nothing of his, so the e-value stays one.
 */
const sharedTime = (members: readonly Part[], grid: readonly TraceWindow[]): Float64Array =>
  Float64Array.from(grid, ({ weight }, w) => {
    if (members.length === 0) return weight;
    return weight / 2 + members.reduce((sum, { windows }) => sum + (windows[w] ?? 0), 0) / members.length / 2;
  });

const without = (members: readonly Part[], member: Part): readonly Part[] =>
  members.filter((other) => other !== member);

/** Compares the member with everybody else in his place, the other members staying. */
function placeOf(
  member: Part,
  others: readonly Part[],
  candidates: readonly Candidate[],
): { readonly posterior: number; readonly persons: number } {
  const taken = new Set([member, ...others].map((part) => part.candidate));
  const rivals = candidates.filter((rival) => !taken.has(rival));
  const base = others.map((other) => other.ratios);
  const logOf = (ratios: Float64Array): number => fitMixture([...base, ratios], ratios.length).log;
  const logs = [logOf(member.ratios), ...rivals.map((rival) => logOf(rival.ratios))];
  const total = logSumExp(logs);
  const posteriors = logs.map((log) => Math.exp(log - total));
  return { posterior: posteriors[0] ?? 0, persons: personsFor(posteriors, TRACE_MODEL.posteriorToName) };
}

/** Size of the smallest set whose probabilities add up to `level`; all of them when they do not. */
export function personsFor(posteriors: readonly number[], level: number): number {
  let sum = 0;
  let persons = 0;
  for (const posterior of [...posteriors].sort((a, b) => b - a)) {
    if (sum >= level) break;
    sum += posterior;
    persons += 1;
  }
  return persons;
}
