import type { Severity } from '../model/duty.ts';
import type { Facts } from '../model/facts.ts';
import type { Field } from '../model/field.ts';
import type { SeverityMethod } from '../packs/severity-pack.ts';

interface Range {
  readonly low: number;
  readonly high: number;
}

/** Yes, no, or not known. */
type Known = boolean | null;

/**
 * Grades how hard each controller's people are hit, with lowest and highest result where something is not known. It is shown
 * beside the duties and never read by a law: official answers contradict its levels in both directions.
 */
export function gradeSeverity(facts: Facts, method: SeverityMethod): readonly Severity[] {
  const bearers = [...new Set(facts.groups.filter(({ persons }) => persons > 0).map(({ controller }) => controller))];
  return bearers.map((bearer) => {
    const groups = facts.groups.filter(({ controller }) => controller === bearer);
    const fields = new Set(groups.flatMap((group) => group.fields));
    const persons = groups.reduce((sum, group) => sum + group.persons, 0);
    const missing = new Set<string>();
    if (groups.some((group) => group.fields.length === 0)) missing.add('groups.fields');
    const context = contextOf(facts, method, fields, missing);
    const identification = identificationOf(method, fields);
    const circumstances = circumstancesOf(facts, method, missing);
    const sum = (end: keyof Range): number => severityScore(context[end], identification[end], circumstances[end]);
    const [low, high] = [sum('low'), sum('high')];
    const said = ({ low: a, high: b }: Range): string => (a === b ? `${a}` : `${a} to ${b}`);
    return {
      bearer,
      method: method.id,
      score: { low, high },
      level: { low: levelOf(low, method), high: levelOf(high, method) },
      arithmetic: `DPC ${said(context)} x EI ${said(identification)} + CB ${said(circumstances)} = ${said({ low, high })}`,
      flags: [
        ...(persons > method.flags.manyPeople ? [`more than ${method.flags.manyPeople} people`] : []),
        ...(facts.encrypted === true && facts.keyCompromised === false ? ['the data is unintelligible'] : []),
      ],
      missing: [...missing],
      citations: Object.values(method.sources).map(({ text, url, confidence }) => ({ text, url, confidence })),
    };
  });
}

/** SE = DPC x EI + CB, to two decimals. */
export const severityScore = (context: number, identification: number, circumstances: number): number =>
  Math.round((context * identification + circumstances) * 100) / 100;

/** The first level whose limit lies above the score; a score on a limit belongs to the level above it. */
export const levelOf = (score: number, { levels }: Pick<SeverityMethod, 'levels'>): string =>
  (levels.find(({ below }) => below === undefined || score < below) ?? levels.at(-1))?.level ?? '';

function contextOf(facts: Facts, method: SeverityMethod, fields: ReadonlySet<Field>, missing: Set<string>): Range {
  const bases = method.categories.filter((each) => each.fields.some((field) => fields.has(field)));
  // Nobody knows which fields: anything from the least to the most.
  if (bases.length === 0) return { low: 1, high: 4 };
  let low = Math.max(...bases.map(({ base }) => base));
  let high = low;
  for (const raise of method.raises) {
    if (raise.onlyWith !== undefined && !raise.onlyWith.some((field) => fields.has(field))) continue;
    const parts: Known[] = [];
    if (raise.fact !== undefined) {
      parts.push(facts[raise.fact]);
      if (facts[raise.fact] === null && raise.to > low) missing.add(raise.fact);
    }
    const refuted = parts.some((part) => part === false);
    if (raise.ask !== undefined && !refuted) {
      const key = `${method.id}/${raise.id}`;
      const answer = facts.assessments[key]?.answer ?? null;
      parts.push(answer);
      if (answer === null && raise.to > low) missing.add(`assessments.${key}`);
    }
    if (parts.some((part) => part === false)) continue;
    high = Math.max(high, raise.to);
    if (!parts.includes(null)) low = Math.max(low, raise.to);
  }
  return { low, high };
}

function identificationOf(method: SeverityMethod, fields: ReadonlySet<Field>): Range {
  if (fields.size === 0) return { low: 0.25, high: 1 };
  const found = method.identification.filter((each) => each.fields.every((field) => fields.has(field)));
  return {
    low: Math.max(...found.map(({ low }) => low)),
    high: Math.max(...found.map(({ high }) => high)),
  };
}

function circumstancesOf(facts: Facts, method: SeverityMethod, missing: Set<string>): Range {
  let [low, high] = [0, 0];
  for (const { kind, fact, yes, no } of method.circumstances) {
    if (kind !== undefined && !facts.kinds.includes(kind)) continue;
    const known = fact === 'malicious' ? isMalicious(facts) : facts[fact];
    if (known === null) missing.add(fact === 'malicious' ? 'intent' : fact);
    const values = known === null ? [yes, no] : [known ? yes : no];
    low += Math.min(...values);
    high += Math.max(...values);
  }
  return { low, high };
}

function isMalicious({ intent, sold }: Facts): Known {
  if (intent === 'malicious' || sold === true) return true;
  return intent === 'unknown' ? null : false;
}
