import type { Rule } from '../packs/rule-schema.ts';
import type { ActorDays, DayWindow } from './actor-day.ts';
import { type Baseline, baselineOf, deviationFrom, sortedValues } from './robust.ts';

/** The most surprising trailing window of one actor. */
export interface Slow {
  readonly actor: number;
  /** Last day of the window, on which the actor was active. */
  readonly day: number;
  readonly score: number;
  /** People newly opened without explanation in the window. */
  readonly unexplained: number;
  /** The kinder of two expectations: the team's number, or the team's share of the people that this actor opened. */
  readonly expected: number;
  /** People opened, summed over the window's days. */
  readonly subjects: number;
}

// See WHOLE_TEAM in burst.ts: the same reasoning, on the same kind of set.
const WHOLE_TEAM = 50;

/**
 * Finds the slow drip: people opened without explanation, few a day, that add up over a trailing window to far more than
 * in the rest of the team. Days that are bursts of their own are left out of every sum (`isBurst`), so that one loud day
 * is not told twice. Per actor the window with the highest score whose last day lies in `[from, to)`; days × team members
 * of work for each team.
 */
export function slowDrips(
  days: ActorDays,
  groupOf: Int32Array,
  groups: number,
  rule: Rule,
  window: DayWindow,
  isBurst: (row: number) => boolean,
): readonly Slow[] {
  const members = Array.from({ length: groups }, (): number[] => []);
  for (let actor = 0; actor < days.names.length; actor += 1) members[groupOf[actor] ?? -1]?.push(actor);
  return members.flatMap((actors) => {
    if (actors.length <= rule.team.least) return [];
    return slowInTeam(
      actors.map((actor) => trailing(days, actor, rule.slow.days, isBurst)),
      rule,
      window,
    );
  });
}

/** An actor's sums over the trailing window, moved forward day by day. */
interface Trailing {
  readonly actor: number;
  /** Takes in rows up to `day` and lets those go that are too old. */
  moveTo(day: number): void;
  readonly state: { unexplained: number; subjects: number; activeDays: number; activeToday: boolean };
}

function trailing(days: ActorDays, actor: number, length: number, isBurst: (row: number) => boolean): Trailing {
  const end = days.start[actor + 1] ?? 0;
  let newest = days.start[actor] ?? 0;
  let oldest = newest;
  const state = { unexplained: 0, subjects: 0, activeDays: 0, activeToday: false };
  const count = (row: number, sign: 1 | -1): void => {
    state.activeDays += sign;
    if (isBurst(row)) return;
    state.unexplained += sign * (days.fresh[row] ?? 0);
    state.subjects += sign * (days.subjects[row] ?? 0);
  };
  return {
    actor,
    state,
    moveTo(day) {
      for (; newest < end && (days.day[newest] ?? 0) <= day; newest += 1) count(newest, 1);
      for (; oldest < newest && (days.day[oldest] ?? 0) <= day - length; oldest += 1) count(oldest, -1);
      state.activeToday = newest > oldest && days.day[newest - 1] === day;
    },
  };
}

/** What is compared: people as counted, or per person opened, which is fair to those who do more of the same work. */
const MEASURES = [() => 1, (state: Trailing['state']) => Math.max(1, state.subjects)] as const;

function slowInTeam(team: readonly Trailing[], rule: Rule, window: DayWindow): readonly Slow[] {
  const best = new Map<number, Slow>();
  const peers = sortedValues();
  for (let day = window.from; day < window.to; day += 1) {
    for (const member of team) member.moveTo(day);
    const present = team.filter((member) => member.state.activeDays > 0);
    const looked = present.filter((member) => member.state.activeToday && member.state.unexplained >= rule.slow.least);
    if (looked.length === 0 || present.length <= rule.team.least) continue;
    const kindest = new Map<number, { readonly score: number; readonly expected: number }>();
    for (const unit of MEASURES) {
      const measured = ({ state }: Trailing): number => state.unexplained / unit(state);
      peers.fill(present.map(measured));
      const whole: Baseline | null = present.length < WHOLE_TEAM ? null : baselineOf(peers);
      for (const member of looked) {
        const value = measured(member);
        if (whole === null) peers.remove(value);
        const baseline = whole ?? baselineOf(peers);
        if (whole === null) peers.insert(value);
        const score = deviationFrom(baseline, value, {
          floor: rule.slow.floor / unit(member.state),
          floorShare: rule.slow.floor_share,
        });
        if (score >= (kindest.get(member.actor)?.score ?? Number.POSITIVE_INFINITY)) continue;
        kindest.set(member.actor, { score, expected: baseline.median * unit(member.state) });
      }
    }
    for (const { actor, state } of looked) {
      const { score, expected } = kindest.get(actor) ?? { score: 0, expected: 0 };
      if (score < rule.slow.threshold || score <= (best.get(actor)?.score ?? 0)) continue;
      best.set(actor, { actor, day, score, expected, unexplained: state.unexplained, subjects: state.subjects });
    }
  }
  return [...best.values()];
}
