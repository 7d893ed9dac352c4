import type { LawFile, LawPart } from './law-schema.ts';
import type { LawDuty, LawText } from './law-text.ts';
import { type LawProblem, resolveElements } from './resolve-element.ts';

type Loose = { readonly from?: string | undefined; readonly sources: readonly string[] };

/**
 * Lays the shared parts under a law as written: its own names go before theirs, every value gets its first day and its citations,
 * sets of elements become conditions, thresholds become expressions. Problems are those that only this step can see.
 */
export function resolveLaw(
  file: LawFile,
  parts: ReadonlyMap<string, LawPart>,
): { readonly law: LawText; readonly problems: readonly LawProblem[] } {
  const problems: LawProblem[] = [];
  const used = file.use.flatMap((id, i) => {
    const part = parts.get(id);
    if (part === undefined) {
      const known = [...parts.keys()].join(', ') || 'none';
      problems.push({ path: ['use', i], message: `expected a part of packs/law-parts (${known}), found "${id}"` });
    }
    return part === undefined ? [] : [part];
  });
  problems.push(...used.flatMap((part) => lacking(file, part)));

  const begins = file.begins ?? file.applies[0]?.from ?? '';
  const { citations, idOf } = sourcesOf(file, used, problems);
  const since = <V extends Loose>(versions: readonly V[], ...path: (string | number)[]) =>
    versions.map((version, i) => {
      if (version.from === undefined && file.begins === undefined) {
        problems.push({ path: [...path, i], message: 'expected `from`, or `begins` at the top of the law' });
      }
      return { ...version, from: version.from ?? begins, sources: cite(version.sources, idOf) };
    });
  const own = <V extends Loose>(group: Readonly<Record<string, readonly V[]>>, name: string) =>
    Object.fromEntries(Object.entries(group).map(([key, versions]) => [key, since(versions, name, key)]));
  const shared = <V extends { readonly sources: readonly string[] }>(pick: (part: LawPart) => Record<string, V>) =>
    Object.fromEntries(
      used.flatMap((part) =>
        Object.entries(pick(part)).map(([key, value]) => [
          key,
          [{ ...value, from: begins, sources: cite(value.sources, idOf) }],
        ]),
      ),
    );

  const lists = { ...shared(({ lists: of }) => of), ...own(file.lists, 'lists') };
  const elements = resolveElements(own(file.elements, 'elements'), used, lists, begins);
  problems.push(...elements.problems);
  const questions: LawFile['questions'] = {
    ...Object.fromEntries(used.flatMap((part) => Object.entries(part.questions))),
    ...file.questions,
  };
  const conditions = {
    ...shared(({ conditions: of }) => of),
    ...elements.conditions,
    ...own(file.conditions, 'conditions'),
  };
  const { use: _use, begins: _begins, elements: _elements, ...rest } = file;
  return {
    problems,
    law: {
      ...rest,
      sources: citations,
      lists,
      questions: Object.fromEntries(
        Object.entries(questions).map(([key, asked]) => [key, { ...asked, sources: cite(asked.sources, idOf) }]),
      ),
      conditions,
      applies: since(file.applies, 'applies'),
      representative: file.representative === undefined ? undefined : since(file.representative, 'representative'),
      duties: file.duties.map((duty, d): LawDuty => dutyOf(duty, (versions, key) => since(versions, 'duties', d, key))),
      shared: new Set([
        ...used
          .flatMap((part) => [part.lists, part.questions, part.conditions].flatMap((group) => Object.keys(group)))
          .filter((key) => [file.lists, file.questions, file.conditions].every((group) => group[key] === undefined)),
        'personalInformation',
      ]),
      sets: new Set(Object.keys(file.elements)),
    },
  };
}

/** What a part says that the law must define itself. */
function lacking(file: LawFile, part: LawPart): LawProblem[] {
  return (['lists', 'questions', 'sources'] as const).flatMap((group) =>
    Object.entries(part.needs[group])
      .filter(([key]) => file[group][key] === undefined)
      .map(([key, why]) => ({
        path: [group],
        message: `expected "${key}", which the part ${part.id} needs: ${why}`,
      })),
  );
}

function sourcesOf(
  file: LawFile,
  used: readonly LawPart[],
  problems: LawProblem[],
): { readonly citations: LawText['sources']; readonly idOf: ReadonlyMap<string, string> } {
  const entries: LawFile['sources'] = {
    ...Object.fromEntries(used.flatMap((part) => Object.entries(part.sources))),
    ...file.sources,
  };
  const idOf = new Map<string, string>();
  const citations: Record<string, LawText['sources'][string]> = {};
  for (const [id, source] of Object.entries(entries)) {
    if (typeof source !== 'string') {
      citations[id] = source;
      continue;
    }
    let end = source;
    const seen = new Set([id]);
    for (let next = entries[end]; typeof next === 'string' && !seen.has(end); next = entries[end]) {
      seen.add(end);
      end = next;
    }
    if (typeof entries[end] === 'object') idOf.set(id, end);
    else problems.push({ path: ['sources', id], message: `expected a source or the id of one, found "${source}"` });
  }
  return { citations, idOf };
}

const cite = (ids: readonly string[], idOf: ReadonlyMap<string, string>): string[] => [
  ...new Set(ids.map((id) => idOf.get(id) ?? id)),
];

type Since = <V extends Loose>(versions: readonly V[], key: string) => (V & { readonly from: string })[];

function dutyOf(duty: LawFile['duties'][number], since: Since): LawDuty {
  const optional = <V extends Loose>(versions: readonly V[] | undefined, key: string) =>
    versions === undefined ? undefined : since(versions, key);
  return {
    ...duty,
    when: since(duty.when.map(thresholdOf), 'when'),
    deadline: since(duty.deadline, 'deadline'),
    content: since(duty.content, 'content'),
    form: optional(duty.form, 'form'),
    channels: optional(duty.channels, 'channels'),
    substitute: optional(duty.substitute, 'substitute'),
    order: optional(duty.order, 'order'),
    language: optional(duty.language, 'language'),
    keep: optional(duty.keep, 'keep'),
  };
}

const NUMBER = new Intl.NumberFormat('en');

/** A threshold in numbers becomes the expression that the engine asks, and the sentences that explain it. */
function thresholdOf(when: LawFile['duties'][number]['when'][number]): typeof when {
  const { threshold } = when;
  if (threshold === undefined) return when;
  const [limit, test, said] =
    'over' in threshold
      ? [threshold.over, '>', `More than ${NUMBER.format(threshold.over)} people are concerned.`]
      : [threshold.atLeast, '>=', `At least ${NUMBER.format(threshold.atLeast)} people are concerned.`];
  const not =
    'over' in threshold
      ? `No more than ${NUMBER.format(limit)} people are concerned.`
      : `Fewer than ${NUMBER.format(limit)} people are concerned.`;
  const overall = `personsConcerned ${test} ${limit}`;
  return {
    ...when,
    overall: when.overall === undefined ? overall : `${overall} && (${when.overall})`,
    holds: when.holds ?? said,
    fails: when.fails ?? not,
  };
}
