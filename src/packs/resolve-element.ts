import type { LawFile, LawPart } from './law-schema.ts';
import type { LawText } from './law-text.ts';

/** One thing wrong with a law, at its place in `law.yml`. */
export interface LawProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

type Group = LawPart['elements'][string]['of'][number];
type Version = LawFile['elements'][string][number] & { readonly from: string };

/**
 * The sets of elements that a law names, as conditions: each set under its name, any of them as `personalInformation`. A set
 * without `of` is the part's set of that name.
 */
export function resolveElements(
  elements: Readonly<Record<string, readonly Version[]>>,
  used: readonly LawPart[],
  lists: LawText['lists'],
  begins: string,
): { readonly conditions: LawText['conditions']; readonly problems: readonly LawProblem[] } {
  const problems: LawProblem[] = [];
  const offered = new Map(used.flatMap((part) => Object.entries(part.elements)));
  const sets = Object.entries(elements).map(([name, versions]) => {
    const offer = offered.get(name);
    const conditions = versions.flatMap((version, i) => {
      const of = version.of ?? offer?.of;
      if (of === undefined) {
        const path = ['elements', name, i];
        problems.push({ path, message: `expected \`of\`: no part offers a set called "${name}"` });
        return [];
      }
      const test = version.of === undefined ? offer?.if : version.if;
      const said = spoken(of, lists);
      return [
        {
          from: version.from,
          to: version.to,
          sources: version.sources,
          when: [...of.map(asTest), ...(test === undefined ? [] : [`(${test})`])].join(' && '),
          holds: version.holds ?? offer?.holds ?? `Exposed: ${said}.`,
          fails: version.fails ?? offer?.fails ?? `Not exposed: ${said}.`,
        },
      ];
    });
    return [name, conditions] as const;
  });
  const all = sets.flatMap(([, versions]) => versions);
  if (all.length === 0) return { conditions: {}, problems };
  const personalInformation = [
    {
      from: begins,
      sources: [...new Set(all.flatMap(({ sources }) => sources))],
      when: sets.map(([name]) => name).join(' || '),
      holds: 'Personal information as the law defines it was exposed.',
      fails: 'No personal information as the law defines it was exposed.',
    },
  ];
  return { conditions: { ...Object.fromEntries(sets), personalInformation }, problems };
}

function asTest(group: Group): string {
  if (typeof group === 'string') return `fields.exists(f, f in ${group})`;
  const [only] = group;
  return group.length === 1
    ? `${JSON.stringify(only)} in fields`
    : `fields.exists(f, f in [${group.map((field) => JSON.stringify(field)).join(', ')}])`;
}

/** `name, together with social security number or passport`. */
function spoken(of: readonly Group[], lists: LawText['lists']): string {
  const words = (group: Group): readonly string[] =>
    typeof group === 'string' ? (lists[group]?.at(-1)?.words ?? [group]) : group;
  return of
    .map((group) =>
      words(group)
        .map((field) => field.replaceAll('-', ' '))
        .join(' or '),
    )
    .join(', together with ');
}
