import { isField } from '../model/field.ts';
import { type LawExpression, namesIn, parseLawExpression } from './law-expression.ts';
import { type FactValues, isLawFact, LAW_FACT_NAMES, LAW_FACTS, type LawFactName } from './law-fact.ts';
import type { LawAuthority } from './law-schema.ts';
import type { KnownLists } from './law-test.ts';
import type { LawLimit, LawText } from './law-text.ts';
import type { LawProblem } from './resolve-element.ts';

interface Place {
  readonly path: readonly (string | number)[];
  readonly text: string;
  /** Facts that have no value where this expression is asked. */
  readonly blind: readonly LawFactName[];
}

/** Sums are not known yet while each group is asked; a threshold is asked once, so it knows no single group. */
const BLIND = {
  applies: ['personsUnderLaw', 'personsConcerned'],
  group: ['personsConcerned'],
  overall: ['country', 'region', 'fields'],
  condition: [],
} as const satisfies Readonly<Record<string, readonly LawFactName[]>>;

/**
 * What the schema cannot say: names resolve, expressions evaluate, conditions do not go round in circles, dated values follow each
 * other without holes, sources exist. Gives every problem.
 */
export function checkLaw(law: LawText, authorities: readonly LawAuthority[]): readonly LawProblem[] {
  const problems: LawProblem[] = [
    ...checkNames(law),
    ...checkDates(law),
    ...checkSources(law),
    ...checkFields(law),
    ...checkDuties(law, authorities),
  ];
  const expressions = new Map<string, LawExpression>();
  const used = new Set<string>();
  for (const place of expressionsOf(law)) {
    const parsed = parseLawExpression(place.text);
    if (!parsed.ok) {
      problems.push({ path: place.path, message: parsed.error });
      continue;
    }
    expressions.set(place.text, parsed.value);
    for (const name of namesIn(parsed.value)) used.add(name);
    problems.push(...checkExpression(law, parsed.value).map((message) => ({ path: place.path, message })));
  }
  for (const list of [law.covers.countries, law.covers.regions ?? law.covers.countries]) {
    used.add(list);
    if (law.lists[list] === undefined)
      problems.push({ path: ['covers'], message: `expected a list, found "${list}", which is none` });
  }
  (law.representative ?? []).forEach(({ countries }, i) => {
    used.add(countries);
    if (law.lists[countries] === undefined)
      problems.push({ path: ['representative', i, 'countries'], message: `expected a list, found "${countries}"` });
  });
  for (const group of ['lists', 'questions', 'conditions'] as const) {
    for (const name of Object.keys(law[group])) {
      if (!used.has(name) && !law.shared.has(name))
        problems.push({ path: [group, name], message: 'expected to be used, but nothing names it' });
    }
  }
  problems.push(...checkReach(law, expressions));
  return problems;
}

/** All expressions of a law with their places. */
function expressionsOf(law: LawText): readonly Place[] {
  const at = (text: string, blind: Place['blind'], ...path: (string | number)[]): Place => ({ path, text, blind });
  return [
    ...law.applies.map((value, i) => at(value.when, BLIND.applies, 'applies', i, 'when')),
    ...(law.representative ?? []).map((value, i) => at(value.group, BLIND.group, 'representative', i, 'group')),
    ...Object.entries(law.conditions).flatMap(([name, values]) =>
      values.map((value, i) => at(value.when, BLIND.condition, 'conditions', name, i, 'when')),
    ),
    ...law.duties.flatMap((duty, d) => [
      ...duty.when.map((value, i) => at(value.group, BLIND.group, 'duties', d, 'when', i, 'group')),
      ...duty.when.flatMap((value, i) =>
        value.overall === undefined ? [] : [at(value.overall, BLIND.overall, 'duties', d, 'when', i, 'overall')],
      ),
      ...duty.content.flatMap((value, i) =>
        value.also.map((also, a) => at(also.if, BLIND.group, 'duties', d, 'content', i, 'also', a, 'if')),
      ),
    ]),
  ];
}

function checkExpression(law: LawText, expression: LawExpression): string[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.parts.flatMap((part) => checkExpression(law, part));
    case 'not':
      return checkExpression(law, expression.part);
    case 'name': {
      const { name } = expression;
      if (law.conditions[name] !== undefined || law.questions[name] !== undefined) return [];
      if (isLawFact(name) && LAW_FACTS[name].kind === 'flag') return [];
      return [`expected a condition, a question or a yes-or-no fact, found "${name}"`];
    }
    case 'test': {
      const unknown = expression.names.filter((name) => !isLawFact(name) && law.lists[name] === undefined);
      if (unknown.length > 0) {
        const choice = [...Object.keys(LAW_FACTS), ...Object.keys(law.lists)].join(', ');
        return unknown.map((name) => `expected a fact or a list, found "${name}" (one of ${choice})`);
      }
      return expression.withLists(sampleLists(law))(SAMPLES) === undefined
        ? ['expected an expression that gives true or false for values of these kinds']
        : [];
    }
  }
}

/** One value of the right kind for every fact, to find expressions that can never be evaluated. */
const SAMPLES: FactValues = LAW_FACT_NAMES.map(
  (name) => ({ flag: true, word: 'x', words: ['x'], count: 1n })[LAW_FACTS[name].kind],
);

const sampleLists = (law: LawText): KnownLists =>
  Object.fromEntries(Object.keys(law.lists).map((name) => [name, ['x']]));

function checkNames(law: LawText): LawProblem[] {
  const seen = new Set<string>(Object.keys(LAW_FACTS));
  const problems: LawProblem[] = [];
  for (const group of ['lists', 'questions', 'conditions'] as const) {
    for (const name of Object.keys(law[group])) {
      if (seen.has(name)) problems.push({ path: [group, name], message: `the name "${name}" is taken` });
      seen.add(name);
    }
  }
  return problems;
}

interface Dated {
  readonly from: string;
  readonly to?: string | undefined;
  readonly sources: readonly string[];
}

function datedOf(law: LawText): { path: (string | number)[]; values: readonly Dated[]; gapless: boolean }[] {
  return [
    { path: ['applies'], values: law.applies, gapless: true },
    { path: ['representative'], values: law.representative ?? [], gapless: false },
    ...Object.entries(law.lists).map(([name, values]) => ({ path: ['lists', name], values, gapless: true })),
    ...Object.entries(law.conditions).map(([name, values]) => ({
      path: ['conditions', name],
      values,
      gapless: !law.sets.has(name),
    })),
    ...law.duties.flatMap((duty, d) => [
      { path: ['duties', d, 'when'], values: duty.when, gapless: false },
      { path: ['duties', d, 'deadline'], values: duty.deadline, gapless: false },
      { path: ['duties', d, 'content'], values: duty.content, gapless: false },
      ...(['form', 'channels', 'substitute', 'order', 'language', 'keep'] as const).map((part) => ({
        path: ['duties', d, part],
        values: duty[part] ?? [],
        gapless: false,
      })),
    ]),
  ];
}

function checkDates(law: LawText): LawProblem[] {
  const begins = law.applies[0]?.from ?? '';
  return datedOf(law).flatMap(({ path, values, gapless }) => {
    const problems: LawProblem[] = [];
    const first = values[0];
    if (gapless && first !== undefined && first.from > begins) {
      problems.push({ path: [...path, 0], message: `expected a version from ${begins} on, when the law begins` });
    }
    values.forEach((value, i) => {
      const next = values[i + 1];
      if (next !== undefined && next.from <= value.from) {
        problems.push({ path: [...path, i + 1, 'from'], message: `expected a day after ${value.from}` });
      }
      if (value.to !== undefined && next !== undefined) {
        problems.push({ path: [...path, i, 'to'], message: 'expected no `to`: the next version ends this one' });
      }
      if (value.to !== undefined && value.to <= value.from) {
        problems.push({ path: [...path, i, 'to'], message: `expected a day after ${value.from}` });
      }
    });
    return problems;
  });
}

function checkSources(law: LawText): LawProblem[] {
  const cited = [
    ...datedOf(law).flatMap(({ path, values }) =>
      values.map((value, i) => ({ path: [...path, i], ids: value.sources })),
    ),
    ...Object.entries(law.questions).map(([name, question]) => ({ path: ['questions', name], ids: question.sources })),
  ];
  const used = new Set(cited.flatMap(({ ids }) => ids));
  return [
    ...cited.flatMap(({ path, ids }) =>
      ids
        .filter((id) => law.sources[id] === undefined)
        .map((id) => ({ path: [...path, 'sources'], message: `expected an id under sources, found "${id}"` })),
    ),
    ...Object.keys(law.sources)
      .filter((id) => !used.has(id))
      .map((id) => ({ path: ['sources', id], message: 'expected to be cited, but no value cites it' })),
  ];
}

/** A misspelt field would never be found in any exposure: words in small letters are fields. */
function checkFields(law: LawText): LawProblem[] {
  const wrong = (words: readonly string[]): readonly string[] =>
    words.filter((word) => /^[a-z]/.test(word) && !isField(word));
  return [
    ...Object.entries(law.lists).flatMap(([name, versions]) =>
      wrong(versions.flatMap(({ words }) => words)).map((word) => ({ path: ['lists', name], word })),
    ),
    ...[...law.sets].flatMap((name) =>
      (law.conditions[name] ?? []).flatMap(({ when }, i) =>
        wrong([...when.matchAll(/"([^"]*)"/g)].flatMap(([, word]) => word ?? [])).map((word) => ({
          path: ['elements', name, i],
          word,
        })),
      ),
    ),
  ].map(({ path, word }) => ({ path, message: `expected a field of the vocabulary, found "${word}"` }));
}

function checkDuties(law: LawText, authorities: readonly LawAuthority[]): LawProblem[] {
  const problems: LawProblem[] = [];
  const ids = new Set<string>();
  law.duties.forEach((duty, d) => {
    if (ids.has(duty.id)) problems.push({ path: ['duties', d, 'id'], message: `the id "${duty.id}" is taken` });
    ids.add(duty.id);
    const to = duty.to;
    for (const wanted of to.kind === 'authority' && to.choose === 'fixed' ? [to.authority].flat() : []) {
      if (authorities.some(({ id }) => id === wanted)) continue;
      problems.push({
        path: ['duties', d, 'to', 'authority'],
        message: `expected an id of authority.yml, found "${wanted}"`,
      });
    }
    duty.deadline.forEach((deadline, i) => {
      const limits = [deadline, ...deadline.or, ...(deadline.strict === undefined ? [] : [deadline.strict])];
      for (const message of limits.flatMap((limit) => limitProblems(limit, law.business !== undefined))) {
        problems.push({ path: ['duties', d, 'deadline', i], message });
      }
    });
    for (const step of (duty.order ?? []).flatMap(({ steps }) => steps)) {
      if (law.duties.some(({ id }) => id === step.duty && id !== duty.id)) continue;
      problems.push({
        path: ['duties', d, 'order'],
        message: `expected the id of another duty of this law, found "${step.duty}"`,
      });
    }
  });
  return problems;
}

const ENDS = {
  hour: ['exact', 'end-of-hour'],
  day: ['exact', 'end-of-day', 'end-of-next-business-day'],
  month: ['exact', 'end-of-day', 'end-of-next-business-day'],
  year: ['exact', 'end-of-day', 'end-of-next-business-day'],
} as const;

function limitProblems(
  { length, unit, calendar, end }: Omit<LawLimit, 'start'>,
  hasBusiness: boolean,
): readonly string[] {
  const problems: string[] = [];
  if ((length === null) !== (unit === null)) problems.push('expected length and unit both, or neither');
  const ends: readonly string[] = unit === null ? [] : ENDS[unit];
  if (unit !== null && end !== undefined && !ends.includes(end))
    problems.push(`end: expected one of ${ends.join(', ')}`);
  if (calendar !== 'every-day' && unit !== 'day') problems.push('expected the unit day where only some days count');
  if ((calendar === 'business-days' || end === 'end-of-next-business-day') && !hasBusiness) {
    problems.push('expected `business` at the top of the law: whose holidays and weekend');
  }
  return problems;
}

/** Follows conditions through conditions: none may reach itself, and no expression a fact that has no value there. */
function checkReach(law: LawText, expressions: ReadonlyMap<string, LawExpression>): LawProblem[] {
  const reachOf = (text: string): ReadonlySet<string> => {
    const reached = new Set<string>();
    const queue = [text];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const expression = expressions.get(next);
      for (const name of expression === undefined ? [] : namesIn(expression)) {
        if (reached.has(name)) continue;
        reached.add(name);
        queue.push(...(law.conditions[name] ?? []).map(({ when }) => when));
      }
    }
    return reached;
  };
  return [
    ...Object.entries(law.conditions)
      .filter(([name, versions]) => versions.some(({ when }) => reachOf(when).has(name)))
      .map(([name]) => ({ path: ['conditions', name], message: 'rests on itself' })),
    ...expressionsOf(law).flatMap(({ path, text, blind }) => {
      const reached = reachOf(text);
      return blind
        .filter((name) => reached.has(name))
        .map((name) => ({ path, message: `uses ${name}, which has no value here` }));
    }),
  ];
}
