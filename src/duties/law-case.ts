import { type Instant, parseInstant } from '../core/instant.ts';
import type { Duties, Duty } from '../model/duty.ts';
import type { Holidays } from '../model/holidays.ts';
import type { LawPack } from '../packs/law-pack.ts';
import type { LawExpectation } from '../packs/law-schema.ts';
import { uncoveredValues } from './case-coverage.ts';
import { deriveDuties } from './derive-duties.ts';
import type { LawCaseFailure } from './law-case-failure.ts';

// A case that says neither `asOf` nor `awareAt` is read under the law of this day, so that it never changes its answer by itself.
const DEFAULT_AS_OF = parseInstant('2026-06-01') as Instant;

/**
 * Runs a law pack's own cases, each against that law alone, and returns what differs; empty when all hold. A duty without a case
 * that requires it and one that does not is a failure too, and so is a set of elements that no case exposes, or a version of a
 * duty's value in whose time no case lies.
 */
export function runLawCases(pack: LawPack, holidays?: Holidays): readonly LawCaseFailure[] {
  const seen = new Map<string, Set<string>>(
    pack.law.duties.filter(({ binding }) => binding).map(({ id }) => [id, new Set()]),
  );
  const failures = pack.cases.flatMap((lawCase): readonly LawCaseFailure[] => {
    const duties = withRepresentatives(deriveDuties(lawCase.facts, [pack], DEFAULT_AS_OF, holidays));
    for (const [id, verdicts] of seen) {
      const own = duties.duties.filter((duty) => dutyName(duty) === id);
      for (const { verdict } of own) verdicts.add(verdict);
      if (own.length === 0) verdicts.add('not-required');
    }
    return Object.entries(lawCase.expect).flatMap(([key, expected]) =>
      differences(key, typeof expected === 'string' ? { verdict: expected } : expected, duties).map((difference) => ({
        pack: pack.law.id,
        case: lawCase.name,
        ...difference,
      })),
    );
  });
  const oneSided = [...seen].flatMap(([id, verdicts]) =>
    (['required', 'not-required'] as const)
      .filter((verdict) => !verdicts.has(verdict))
      .map((verdict) => ({
        pack: pack.law.id,
        case: `cases of ${id}`,
        expected: `one that is ${verdict}`,
        found: [...verdicts].join(', '),
      })),
  );
  return [...failures, ...oneSided, ...uncoveredValues(pack)];
}

/** A case expects a representative as it does a duty: `representative`, to `representative:<country>` or `representative:none`. */
const withRepresentatives = (document: Duties): Duties => ({
  ...document,
  duties: [
    ...document.duties,
    ...(document.representatives ?? []).map(({ named, says, ...rest }) => ({
      ...rest,
      id: `${rest.regime}/${rest.bearer}/representative`,
      recipient: `representative:${named?.country ?? 'none'}`,
      deadline: null,
      strictDeadline: null,
      arithmetic: says,
      content: [],
      persons: 0,
      undecided: 0,
    })),
  ],
});

/** The duty's id within its law: the last part of `regime/bearer/duty:addressee`, without the addressee. */
const dutyName = ({ id, regime, bearer }: Duty): string | undefined =>
  id.slice(regime.length + bearer.length + 2).split(':')[0];

interface Difference {
  readonly expected: string;
  readonly found: string;
}

function differences(key: string, expected: Exclude<LawExpectation, string>, { duties }: Duties): Difference[] {
  const matching = duties.filter(({ id }) => id === key || id.endsWith(`/${key}`));
  const [duty] = matching;
  if (duty === undefined) {
    return expected.verdict === 'none' ? [] : [{ expected: `${key}: a duty`, found: `${key}: none` }];
  }
  if (matching.length > 1) return [{ expected: `${key}: one duty`, found: matching.map(({ id }) => id).join(', ') }];
  const plain = (['verdict', 'recipient', 'deadline', 'strictDeadline', 'persons'] as const).flatMap((name) =>
    expected[name] === undefined ? [] : compare(`${key} ${name}`, expected[name], duty[name]),
  );
  return [
    ...plain,
    ...(expected.missing === undefined
      ? []
      : compare(`${key} missing`, sorted(expected.missing), sorted(duty.missing))),
    ...contained(`${key} because`, expected.because, duty.because.join(' ')),
    ...contained(`${key} content`, expected.content, duty.content.join(' ')),
    ...contained(
      `${key} order`,
      expected.order,
      (duty.order ?? []).map(({ relation, duty: other }) => `${relation} ${other.split('/').at(-1) ?? ''}`).join(', '),
    ),
    ...contained(`${key} forbidden`, expected.forbidden, (duty.forbidden ?? []).join(' ')),
  ];
}

function compare(name: string, expected: unknown, found: Duty[keyof Duty]): Difference[] {
  const [a, b] = [JSON.stringify(expected), JSON.stringify(found)];
  return a === b ? [] : [{ expected: `${name}: ${a}`, found: `${name}: ${b}` }];
}

function contained(name: string, expected: readonly string[] | undefined, found: string): Difference[] {
  return (expected ?? [])
    .filter((part) => !found.includes(part))
    .map((part) => ({ expected: `${name}: … ${part} …`, found: `${name}: ${found}` }));
}

const sorted = (words: readonly string[]): readonly string[] => [...words].sort();
