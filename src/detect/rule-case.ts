import type { Rule, RuleCase } from '../packs/rule-schema.ts';
import { actorDayCollector, DAY_MS, type DayWindow } from './actor-day.ts';
import { detect } from './detect.ts';

/** A case of a rule pack, with what it expects and what the rule finds, each as `kind actor day`, sorted. */
export interface RuleCaseOutcome {
  readonly case: string;
  readonly passed: boolean;
  readonly expected: readonly string[];
  readonly found: readonly string[];
}

/** Runs one case of a rule pack; an expectation without a day is met by a finding on any day. */
export function runRuleCase(rule: Rule, given: RuleCase): RuleCaseOutcome {
  const collector = actorDayCollector();
  const firstDay = dayNumber(given.first_day);
  for (const [actor, { unexplained, explained, unnamed_rows: unnamed }] of Object.entries(given.actors)) {
    for (const [index, count] of unexplained.entries()) {
      if (count === null) continue;
      collector.add({
        actor,
        day: firstDay + index,
        subjects: BigInt(count + explained),
        unexplained: BigInt(count),
        fresh: BigInt(count),
        unnamed_rows: BigInt(unnamed?.[index] ?? 0),
      });
    }
  }
  const workforce = Object.entries(given.actors).map(([actor, { team, role }]) => ({ actor, team, role }));
  const window: DayWindow = { from: dayNumber(given.window.from), to: dayNumber(given.window.to) };
  const { findings } = detect(collector.done(), workforce, rule, window, Number.MAX_SAFE_INTEGER);
  const anyDay = new Set(given.expect.filter((e) => e.day === undefined).map((e) => `${e.kind} ${e.actor}`));
  const expected = given.expect
    .map((e) => (e.day === undefined ? `${e.kind} ${e.actor}` : `${e.kind} ${e.actor} ${e.day}`))
    .sort();
  const found = findings
    .map((f) => (anyDay.has(`${f.kind} ${f.actor}`) ? `${f.kind} ${f.actor}` : `${f.kind} ${f.actor} ${f.day}`))
    .sort();
  return { case: given.name, passed: expected.join('\n') === found.join('\n'), expected, found };
}

const dayNumber = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
