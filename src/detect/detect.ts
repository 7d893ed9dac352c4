import { sha256Hex } from '../core/hash.ts';
import { dayOf, instantFromMs } from '../core/instant.ts';
import type { Finding } from '../model/finding.ts';
import type { Rule } from '../packs/rule-schema.ts';
import { type ActorDays, DAY_MS, type DayWindow } from './actor-day.ts';
import { judgeBursts, rounded } from './burst.ts';
import { peerGroups, type WorkerRow } from './peer-group.ts';
import { type Slow, slowDrips } from './slow.ts';

export interface Detection {
  /** Most surprising first; equal scores by day and actor, so that the order is always the same. */
  readonly findings: readonly Finding[];
  /** Findings above the threshold that the budget left out. */
  readonly leftOut: number;
  /** Actor-days in the window with neither a past nor a team to compare with. */
  readonly unjudged: number;
}

/**
 * Finds the actor-days in the window that break from the actor's past and the team, and the slow drips that end in it.
 * `days` holds the window and, before it, the past that the rule looks back on; what comes after a day never counts.
 * About 1 µs per actor-day and feature.
 */
export function detect(
  days: ActorDays,
  workforce: readonly WorkerRow[],
  rule: Rule,
  window: DayWindow,
  budget: number,
): Detection {
  const { groupOf, groups } = peerGroups(days.names, workforce, rule);
  const bursts = judgeBursts(days, groupOf, rule);
  const found: Candidate[] = [];
  let unjudged = 0;
  for (let row = 0; row < days.size; row += 1) {
    const day = days.day[row] ?? 0;
    if (day < window.from || day >= window.to) continue;
    if (!bursts.judged(row)) unjudged += 1;
    const score = bursts.score(row);
    if (score >= rule.burst.threshold) found.push({ kind: 'burst', actor: days.actor[row] ?? 0, day, score, row });
  }
  const isBurst = (row: number): boolean => bursts.score(row) >= rule.burst.threshold;
  for (const slow of slowDrips(days, groupOf, groups, rule, window, isBurst)) found.push({ kind: 'slow', ...slow });
  found.sort((a, b) => b.score - a.score || a.day - b.day || a.actor - b.actor);
  const findings = found.slice(0, budget).map((candidate) => findingOf(days, candidate, bursts));
  return { findings, leftOut: found.length - findings.length, unjudged };
}

type Candidate =
  | {
      readonly kind: 'burst';
      readonly actor: number;
      readonly day: number;
      readonly score: number;
      readonly row: number;
    }
  | ({ readonly kind: 'slow' } & Slow);

function findingOf(days: ActorDays, candidate: Candidate, bursts: ReturnType<typeof judgeBursts>): Finding {
  const actor = days.names[candidate.actor] ?? '';
  const day = dayOf(instantFromMs(candidate.day * DAY_MS));
  const common = {
    id: findingId(actor, day, candidate.kind),
    actor,
    day,
    kind: candidate.kind,
    intent: 'unknown',
  } as const;
  if (candidate.kind === 'burst') {
    return {
      ...common,
      score: candidate.score,
      reasons: bursts.reasons(candidate.row),
      subjects: days.subjects[candidate.row] ?? 0,
      unexplained: days.unexplained[candidate.row] ?? 0,
    };
  }
  const score = rounded(candidate.score);
  const { unexplained, subjects } = candidate;
  const expected = rounded(candidate.expected);
  return {
    ...common,
    score,
    reasons: [{ feature: 'slow-unexplained-subjects-against-team', value: unexplained, expected, contribution: score }],
    subjects,
    unexplained,
  };
}

/** The same for the same actor, day and kind, so that a finding keeps its id from run to run. */
export const findingId = (actor: string, day: string, kind: Finding['kind']): string =>
  `finding-${sha256Hex(`${kind}\u0000${day}\u0000${actor}`).slice(0, 16)}`;
