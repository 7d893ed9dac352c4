import { namesIn, parseLawExpression } from './law-expression.ts';
import type { LawPack } from './law-pack.ts';
import type { LawDuty, LawLimit, LawText } from './law-text.ts';

/** A law pack as a lawyer reads it: plain text with numbered citations, each value with the days for which it holds. */
export function lawProse(pack: LawPack): string {
  const { law, authorities } = pack;
  const used = usedNames(pack);
  const isUsed = ([name]: readonly [string, unknown]): boolean => used.has(name);
  const ids = Object.keys(law.sources);
  const cite: Cite = (sources) => sources.map((id) => `[${ids.indexOf(id) + 1}]`).join('');
  const names = new Map(authorities.map(({ id, name }) => [id, name]));
  return [
    `${law.title} (${law.id}, ${law.status})`,
    '',
    law.about.trim(),
    `Days and hours are counted in ${law.zone}.${law.datesIn === undefined ? '' : ` Its values change at midnight in ${law.datesIn}.`}`,
    '',
    'WHOM IT PROTECTS AND BINDS',
    ...versions(law.applies, cite, ({ when }) => `The law applies where ${readable(when)}.`),
    ...(law.covers.sector ? ['It binds only some organisations; people there need a general law besides.'] : []),
    '',
    'ITS WORDS',
    ...Object.entries(law.conditions)
      .filter(isUsed)
      .flatMap(([name, each]) => [
        `${name}:`,
        ...versions(
          each,
          cite,
          ({ when, holds, fails }) => `${holds} Otherwise: ${fails} It holds when ${readable(when)}.`,
        ),
      ]),
    ...Object.entries(law.lists)
      .filter(isUsed)
      .flatMap(([name, each]) => [
        `${name}:`,
        ...versions(each, cite, ({ words }) => `${words.join(', ') || 'nothing'}.`),
      ]),
    '',
    ...(Object.keys(law.questions).length === 0 ? [] : ['WHAT ONLY A PERSON CAN JUDGE']),
    ...Object.entries(law.questions)
      .filter(isUsed)
      .map(([name, { ask, sources }]) => `  ${name}: ${ask} ${cite(sources)}`),
    ...(law.representative === undefined ? [] : ['', 'WHO REPRESENTS THOSE ESTABLISHED ELSEWHERE']),
    ...versions(
      law.representative ?? [],
      cite,
      ({ bearers, group, says }) =>
        `A ${bearers.join(' or ')} designates a representative when ${readable(group)}. ${says}`,
    ),
    '',
    'WHAT IS OWED',
    ...law.duties.flatMap((duty) => ['', ...dutyProse(duty, law, cite, names)]),
    '',
    'SOURCES',
    ...ids.map((id, i) => sourceLine(i, law.sources[id])),
  ].join('\n');
}

/** Names that the law's scope or a duty reaches; a shared part offers more than a law uses. */
function usedNames({ law }: LawPack): ReadonlySet<string> {
  const { countries, regions } = law.covers;
  const used = new Set<string>(regions === undefined ? [countries] : [countries, regions]);
  const queue = [
    ...law.applies.map(({ when }) => when),
    ...(law.representative ?? []).map(({ group }) => group),
    ...law.duties.flatMap(({ when, content }) => [
      ...when.flatMap(({ group, overall }) => (overall === undefined ? [group] : [group, overall])),
      ...content.flatMap(({ also }) => also.map((more) => more.if)),
    ]),
  ];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const expression = parseLawExpression(next);
    for (const name of expression.ok ? namesIn(expression.value) : []) {
      if (used.has(name)) continue;
      used.add(name);
      queue.push(...(law.conditions[name] ?? []).map(({ when }) => when));
    }
  }
  return used;
}

type Cite = (sources: readonly string[]) => string;

function versions<
  V extends { readonly from: string; readonly to?: string | undefined; readonly sources: readonly string[] },
>(each: readonly V[], cite: Cite, say: (version: V) => string): readonly string[] {
  return each.map((version, i) => {
    const until = version.to ?? each[i + 1]?.from;
    const days = until === undefined ? `since ${version.from}` : `from ${version.from} to before ${until}`;
    return `  ${days}: ${say(version)} ${cite(version.sources)}`;
  });
}

/** CEL as a sentence part: the names stay, the signs become words. */
const readable = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/fields\.exists\(f, ([^()]*)\)/g, (_, any: string) => `any of ${any.replaceAll('f in ', '')} was exposed`)
    .replace(/fields\.all\(f, f in (\w+|\[[^\]]*\])\)/g, 'only $1 were exposed')
    .replace(/["']([a-z-]+)["'] in fields/g, '$1 was exposed')
    .replace(/["']([a-z-]+)["'] in kinds/g, '$1 was broken')
    .replaceAll('&&', 'and')
    .replaceAll('||', 'or')
    .replace(/!(?!=)/g, 'not ')
    .replaceAll('==', 'is')
    .replaceAll('!=', 'is not')
    .trim();

/** When a duty is owed; a condition that stands alone is told in its own sentence, that of the same day. */
function owedWhen(text: string, from: string, { conditions }: LawText): string {
  const [, not, name = ''] = /^(!?)(\w+)$/.exec(text.trim()) ?? [];
  const said = conditions[name]?.findLast((version) => version.from <= from) ?? conditions[name]?.[0];
  if (name === 'true') return 'in every case';
  return said === undefined
    ? `when ${readable(text)}`
    : `when ${readable(text)}: “${(not === '' ? said.holds : said.fails).replace(/\.$/, '')}”`;
}

function dutyProse(duty: LawDuty, law: LawText, cite: Cite, names: ReadonlyMap<string, string>): readonly string[] {
  return [
    `${duty.title} (${duty.id}), owed by the ${duty.by} to ${recipientWords(duty.to, names)}${duty.binding ? '' : '; recommended only'}`,
    ...versions(duty.when, cite, ({ group, overall, from }) =>
      overall === undefined
        ? `${owedWhen(group, from, law)}.`
        : `${owedWhen(group, from, law)}, and ${owedWhen(overall, from, law)}.`,
    ),
    ...versions(duty.deadline, cite, (deadline) =>
      [
        deadline.words,
        ...[deadline, ...deadline.or].map(limitWords),
        ...(deadline.strict === undefined
          ? []
          : [
              `Stricter reading: ${limitWords({ ...deadline.strict, start: deadline.strict.start ?? deadline.start })}`,
            ]),
        ...(deadline.disputed === undefined ? [] : [deadline.disputed]),
      ].join(' '),
    ),
    ...versions(duty.content, cite, ({ keys, also, forbidden, serviceMonths }) =>
      [
        `says: ${keys.join(', ') || 'nothing is prescribed'}.`,
        ...also.map((more) => `If ${readable(more.if)}, also: ${more.keys.join(', ')}.`),
        ...(forbidden.length === 0 ? [] : [`May not say: ${forbidden.join(', ')}.`]),
        ...(serviceMonths === undefined ? [] : [`The identity theft service is for at least ${serviceMonths} months.`]),
      ].join(' '),
    ),
    ...versions(duty.form ?? [], cite, ({ words }) => words.join(' ')),
    ...versions(duty.channels ?? [], cite, ({ allowed, words }) =>
      `channels: ${allowed.join(', ')}. ${words ?? ''}`.trim(),
    ),
    ...versions(duty.substitute ?? [], cite, (value) =>
      [
        'substitute notice',
        ...(value.costOver === undefined ? [] : [`above a cost of ${value.costOver} ${value.currency ?? ''}`.trim()]),
        ...(value.personsOver === undefined ? [] : [`above ${value.personsOver} people`]),
        ...(value.noContact ? ['without contact data'] : []),
        `by ${value.channels.join(', ')}. ${value.words ?? ''}`.trim(),
      ].join(', '),
    ),
    ...versions(duty.order ?? [], cite, ({ steps }) =>
      steps.map(({ relation, duty: other, words }) => `${relation.replace('-', ' ')} ${other}: ${words}`).join(' '),
    ),
    ...versions(duty.language ?? [], cite, ({ words }) => words),
    ...versions(duty.keep ?? [], cite, ({ words }) => words),
    ...(duty.note === undefined ? [] : [`  ${duty.note}`]),
  ];
}

function recipientWords(to: LawDuty['to'], names: ReadonlyMap<string, string>): string {
  switch (to.kind) {
    case 'authority':
      return to.choose === 'fixed'
        ? [to.authority]
            .flat()
            .map((id) => names.get(id) ?? id)
            .join(', and to ')
        : "the authority of the controller's establishment, else those where people live";
    case 'individuals':
      return 'the people affected';
    case 'bureaus':
      return 'the consumer reporting agencies';
    case 'register':
      return "the organisation's own record";
    case 'controller':
      return 'the controller';
    case 'media':
      return to.per === undefined ? 'the media' : 'the media of each region';
    case 'police':
      return 'the police';
    case 'others':
      return 'others who can reduce the harm';
  }
}

function limitWords({ start, length, unit, calendar, end }: LawLimit): string {
  if (length === null || unit === null) return `(no count; from ${start})`;
  const rule = end ?? (unit === 'hour' ? 'exact' : 'end-of-day');
  return `(${length} ${unit}${length === 1 ? '' : 's'} from ${start}, ${calendar.replaceAll('-', ' ')}, ${rule.replaceAll('-', ' ')})`;
}

const sourceLine = (i: number, source: LawText['sources'][string] | undefined): string =>
  source === undefined
    ? ''
    : `  [${i + 1}] ${source.text}. Confidence ${source.confidence}${seenWords(source.seen)}. ${source.url}${source.note === undefined ? '' : ` (${source.note})`}`;

const SEEN_WORDS = {
  official: 'official text',
  copy: 'copy of the text',
  secondary: 'secondary source',
  memory: 'from memory',
} as const;

const seenWords = (seen: LawText['sources'][string]['seen']): string =>
  seen === undefined ? '' : `; ${SEEN_WORDS[seen.in]}, ${seen.in === 'memory' ? 'written' : 'read'} ${seen.on}`;
