import { assertNever } from '../core/result.ts';
import type { FindingReason } from '../model/finding.ts';
import type { BurstFeature, Rule, RuleFeature } from '../packs/rule-schema.ts';
import { type ActorDays, orderBy } from './actor-day.ts';
import { NO_PEERS } from './peer-group.ts';
import { type Baseline, baselineOf, deviationFrom, type SpreadFloor, sortedValues } from './robust.ts';

/**
 * From this size on a team is compared with as a whole, the actor included: one value among so many moves a median by
 * less than a rank, and the work stays linear.
 */
const WHOLE_TEAM = 50;

type Against = 'own-past' | 'team';

/** How surprising each actor-day is, feature by feature. */
export interface Bursts {
  /** Sum of the contributions, to three decimals. */
  score(row: number): number;
  reasons(row: number): readonly FindingReason[];
  /** False when a feature was large enough to matter and there was neither a past nor a team to compare with. */
  judged(row: number): boolean;
}

interface Judgement {
  readonly feature: RuleFeature;
  readonly value: Float64Array;
  /** NaN where nothing could be compared with. */
  readonly z: Float64Array;
  readonly expected: Float64Array;
  readonly againstTeam: Uint8Array;
}

/**
 * Compares each actor-day with the actor's own earlier active days and with the team on the same day, and keeps the kinder
 * of the two: a busy day of a whole team, or a person whose work is always heavy, is no surprise. Where there is only one
 * of the two (a newcomer, an account that is no person) it decides alone. Nothing later than the day is looked at.
 */
export function judgeBursts(days: ActorDays, groupOf: Int32Array, rule: Rule): Bursts {
  const byTeam = teamOrder(days, groupOf);
  const judgements = rule.burst.features.map((feature): Judgement => {
    const judgement = {
      feature,
      value: columnOf(days, feature.feature),
      z: new Float64Array(days.size).fill(Number.NaN),
      expected: new Float64Array(days.size),
      againstTeam: new Uint8Array(days.size),
    };
    compareWithPast(days, judgement, rule.own_past);
    compareWithTeam(days, groupOf, byTeam, judgement, rule.team);
    return judgement;
  });
  const matters = (judgement: Judgement, row: number): boolean =>
    (judgement.value[row] ?? 0) >= judgement.feature.least;
  const contribution = (judgement: Judgement, row: number): number => {
    const z = judgement.z[row] ?? Number.NaN;
    return z > 0 && matters(judgement, row) ? rounded(judgement.feature.weight * z) : 0;
  };
  return {
    score: (row) => rounded(judgements.reduce((sum, judgement) => sum + contribution(judgement, row), 0)),
    reasons: (row) =>
      judgements
        .filter((judgement) => contribution(judgement, row) > 0)
        .map((judgement) => ({
          feature: `${judgement.feature.feature}-against-${judgement.againstTeam[row] === 1 ? 'team' : 'own-past'}`,
          value: judgement.value[row] ?? 0,
          expected: rounded(judgement.expected[row] ?? 0),
          contribution: contribution(judgement, row),
        }))
        .sort((a, b) => b.contribution - a.contribution),
    judged: (row) => judgements.every((judgement) => !matters(judgement, row) || !Number.isNaN(judgement.z[row] ?? 0)),
  };
}

export const rounded = (value: number): number => Math.round(value * 1000) / 1000;

function columnOf(days: ActorDays, feature: BurstFeature): Float64Array {
  switch (feature) {
    case 'unexplained-subjects':
      return days.unexplained;
    case 'opened-subjects':
      return days.subjects;
    case 'unnamed-rows':
      return days.unnamedRows;
    default:
      return assertNever(feature);
  }
}

/** Values are compared on the feature's scale; what was expected is told on the scale of the value. */
const onScale = (feature: RuleFeature, value: number): number =>
  feature.scale === 'log2' ? Math.log2(1 + value) : value;
const offScale = (feature: RuleFeature, value: number): number => (feature.scale === 'log2' ? 2 ** value - 1 : value);
const floorOf = (feature: RuleFeature): SpreadFloor => ({ floor: feature.floor, floorShare: feature.floor_share });

/** Keeps the comparison if it is the first of this row, or kinder than the one before. */
function compare(judgement: Judgement, row: number, baseline: Baseline, against: Against): void {
  const { feature, z, expected, againstTeam } = judgement;
  const deviation = deviationFrom(baseline, onScale(feature, judgement.value[row] ?? 0), floorOf(feature));
  if ((z[row] ?? Number.NaN) <= deviation) return;
  z[row] = deviation;
  expected[row] = offScale(feature, baseline.median);
  againstTeam[row] = against === 'team' ? 1 : 0;
}

function compareWithPast(days: ActorDays, judgement: Judgement, past: Rule['own_past']): void {
  const window = sortedValues();
  for (let actor = 0; actor < days.names.length; actor += 1) {
    window.clear();
    const [first, end] = [days.start[actor] ?? 0, days.start[actor + 1] ?? 0];
    let oldest = first;
    for (let row = first; row < end; row += 1) {
      for (; (days.day[oldest] ?? 0) < (days.day[row] ?? 0) - past.days; oldest += 1) {
        window.remove(onScale(judgement.feature, judgement.value[oldest] ?? 0));
      }
      const value = judgement.value[row] ?? 0;
      if (value >= judgement.feature.least && window.size() >= past.least) {
        compare(judgement, row, baselineOf(window), 'own-past');
      }
      window.insert(onScale(judgement.feature, value));
    }
  }
}

/** Rows that have peers, by team and then day. */
function teamOrder(days: ActorDays, groupOf: Int32Array): Uint32Array {
  const group = Int32Array.from(days.actor, (actor) => groupOf[actor] ?? NO_PEERS);
  return orderBy(group, orderBy(days.day, null)).filter((row) => group[row] !== NO_PEERS);
}

function compareWithTeam(
  days: ActorDays,
  groupOf: Int32Array,
  byTeam: Uint32Array,
  judgement: Judgement,
  team: Rule['team'],
): void {
  const { feature } = judgement;
  const valueAt = (row: number): number => onScale(feature, judgement.value[row] ?? 0);
  const dayAt = (index: number): number => days.day[byTeam[index] ?? 0] ?? 0;
  const groupAt = (index: number): number => groupOf[days.actor[byTeam[index] ?? 0] ?? 0] ?? NO_PEERS;
  const peers = sortedValues();
  for (let from = 0; from < byTeam.length; ) {
    let to = from + 1;
    while (to < byTeam.length && dayAt(to) === dayAt(from) && groupAt(to) === groupAt(from)) to += 1;
    const onDay = byTeam.subarray(from, to);
    const looked = onDay.filter((row) => (judgement.value[row] ?? 0) >= feature.least);
    if (looked.length > 0 && onDay.length > team.least) {
      peers.fill(Float64Array.from(onDay, valueAt));
      const whole = onDay.length < WHOLE_TEAM ? null : baselineOf(peers);
      for (const row of looked) {
        if (whole === null) peers.remove(valueAt(row));
        compare(judgement, row, whole ?? baselineOf(peers), 'team');
        if (whole === null) peers.insert(valueAt(row));
      }
    } else {
      // Few were at work (a night, a holiday): their colleagues' last days stand in.
      for (const row of looked) {
        peers.clear();
        for (let i = to - 1; i >= 0 && groupAt(i) === groupAt(from) && dayAt(i) > dayAt(from) - team.days; i -= 1) {
          const peer = byTeam[i] ?? 0;
          if (days.actor[peer] !== days.actor[row]) peers.insert(valueAt(peer));
        }
        if (peers.size() >= team.least) compare(judgement, row, baselineOf(peers), 'team');
      }
    }
    from = to;
  }
}
