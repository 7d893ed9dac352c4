import type { Instant } from '../core/instant.ts';
import type { ContentKey, Duty } from '../model/duty.ts';
import type { LawPack } from '../packs/law-pack.ts';
import type { LawAuthority } from '../packs/law-schema.ts';
import type { LawDeadline, LawDuty, LawText } from '../packs/law-text.ts';
import { localDay } from './deadline.ts';
import { type Ask, lawAsker } from './evaluate.ts';
import { formOf } from './form-words.ts';
import { versionOn } from './law-version.ts';

/** A duty with its values of one day. */
export interface DutyOnDay {
  readonly duty: LawDuty;
  /** Whether it is owed on account of one group of people. */
  readonly group: Ask;
  /** Whether enough people are concerned, where that matters. */
  readonly overall: Ask | undefined;
  readonly deadline: LawDeadline | undefined;
  readonly content: readonly ContentKey[];
  /** What somebody concerned may have to be told besides. */
  readonly also: readonly { readonly if: Ask; readonly keys: readonly ContentKey[] }[];
  readonly order: NonNullable<LawDuty['order']>[number] | undefined;
  /** What a duty's document says of it whatever the answer. */
  readonly rules: Pick<Duty, 'forbidden' | 'form'>;
  /** Ids of the sources that are cited whatever the answer: before those of the answer, and after them. */
  readonly cited: { readonly first: readonly string[]; readonly last: readonly string[] };
}

/** Where a law speaks, for whoever asks whether anybody's place has a law. */
export interface Cover {
  readonly countries: ReadonlySet<string>;
  /** Null: the whole country. */
  readonly regions: ReadonlySet<string> | null;
  readonly except: LawText['covers']['except'];
}

/** A law as it stands on one day, and on every other day of the same version. */
export interface LawOnDay {
  readonly pack: LawPack;
  /** `YYYY-MM-DD`: the first day of this version. */
  readonly day: string;
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly conditions: ReadonlyMap<string, LawText['conditions'][string][number] | undefined>;
  readonly ask: ReturnType<typeof lawAsker>;
  readonly citations: ReadonlyMap<string, Duty['citations'][number]>;
  /** Those that exist on this day. */
  readonly authorities: readonly LawAuthority[];
  /** Null for a law of a sector, and while no law is in force. */
  readonly cover: Cover | null;
  /** Undefined before the law begins and after its end. */
  readonly applies: (Ask & { readonly text: string }) | undefined;
  /** `words`: countries in one of which it is established; `needed`: whether people like these call for one. */
  readonly representative:
    | (NonNullable<LawText['representative']>[number] & { readonly words: readonly string[]; readonly needed: Ask })
    | undefined;
  readonly duties: readonly DutyOnDay[];
}

interface Known {
  /** Days on which any value of the law changes, oldest first. */
  readonly changes: readonly string[];
  readonly versions: Map<number, LawOnDay>;
}

// Reading a law for a day costs more than asking it. Packs are immutable, so that what was read stays right as long as they live.
const KNOWN = new WeakMap<LawPack, Known>();

/** Days on which any value of a law changes, oldest first. */
export const changesOf = (pack: LawPack): readonly string[] => knownOf(pack).changes;

/** How many of them are past at an instant, in the law's own zone. */
export const versionIndex = (pack: LawPack, instant: Instant): number =>
  indexOf(changesOf(pack), localDay(instant, pack.law.zone));

/** A law as it stands at an instant. */
export function lawVersion(pack: LawPack, instant: Instant): LawOnDay {
  const { changes, versions } = knownOf(pack);
  const index = versionIndex(pack, instant);
  const found = versions.get(index);
  if (found !== undefined) return found;
  const law = read(pack, changes[index - 1] ?? '0000-01-01');
  versions.set(index, law);
  return law;
}

function knownOf(pack: LawPack): Known {
  const before = KNOWN.get(pack);
  if (before !== undefined) return before;
  const known = { changes: changingDays(pack), versions: new Map<number, LawOnDay>() };
  KNOWN.set(pack, known);
  return known;
}

/** How many of these days are past on `day`, itself among them. */
export function indexOf(changes: readonly string[], day: string): number {
  let index = 0;
  while (index < changes.length && (changes[index] ?? '') <= day) index += 1;
  return index;
}

function changingDays({ law, authorities }: LawPack): readonly string[] {
  const days = new Set<string>();
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if ((key === 'from' || key === 'to') && typeof value === 'string') days.add(value);
      else walk(value);
    }
  };
  walk([law.applies, law.lists, law.conditions, law.representative, law.duties, authorities]);
  return [...days].sort();
}

function read(pack: LawPack, day: string): LawOnDay {
  const { law } = pack;
  const { covers } = law;
  const applies = versionOn(law.applies, day)?.when;
  const representative = versionOn(law.representative ?? [], day);
  const lists = Object.fromEntries(
    Object.entries(law.lists).map(([name, versions]) => [name, versionOn(versions, day)?.words ?? []]),
  );
  const conditions = new Map(
    Object.entries(law.conditions).map(([name, versions]) => [name, versionOn(versions, day)] as const),
  );
  const ask = lawAsker({ pack, lists, conditions });
  const words = (list: string): ReadonlySet<string> => new Set(lists[list] ?? []);
  return {
    pack,
    day,
    lists,
    conditions,
    ask,
    cover:
      covers.sector || applies === undefined
        ? null
        : {
            countries: words(covers.countries),
            regions: covers.regions === undefined ? null : words(covers.regions),
            except: covers.except,
          },
    applies: applies === undefined ? undefined : Object.assign(ask(applies), { text: applies }),
    representative:
      representative === undefined
        ? undefined
        : { ...representative, words: lists[representative.countries] ?? [], needed: ask(representative.group) },
    duties: law.duties.flatMap((duty) => dutyOn(duty, day, ask)),
    citations: new Map(
      Object.entries(law.sources).map(([id, { text, url, confidence }]) => [id, { text, url, confidence }]),
    ),
    authorities: pack.authorities.filter((authority) => versionOn([authority], day) !== undefined),
  };
}

function dutyOn(duty: LawDuty, day: string, ask: LawOnDay['ask']): readonly DutyOnDay[] {
  const when = versionOn(duty.when, day);
  if (when === undefined) return [];
  const deadline = versionOn(duty.deadline, day);
  const content = versionOn(duty.content, day);
  const order = versionOn(duty.order ?? [], day);
  const form = formOf(duty, day);
  const { holds = '', fails = '' } = when;
  return [
    {
      duty,
      group: ask(when.group),
      overall: when.overall === undefined ? undefined : ask(when.overall, { holds, fails, sources: [] }),
      deadline,
      content: [...new Set(content?.keys)],
      also: content?.also.map((more) => ({ if: ask(more.if), keys: more.keys })) ?? [],
      order,
      rules: {
        ...(content === undefined || content.forbidden.length === 0 ? {} : { forbidden: content.forbidden }),
        ...(form.words.length === 0 ? {} : { form: form.words }),
      },
      cited: {
        first: sourcesOf(when, deadline, content),
        last: sourcesOf(form, order),
      },
    },
  ];
}

const sourcesOf = (...values: readonly ({ readonly sources: readonly string[] } | undefined)[]): readonly string[] => [
  ...new Set(values.flatMap((value) => value?.sources ?? [])),
];

/** The law's citations of these sources. */
export function citationsOf({ citations }: LawOnDay, ids: readonly string[]): Duty['citations'] {
  const cited: Duty['citations'][number][] = [];
  for (const id of ids) {
    const citation = citations.get(id);
    if (citation !== undefined) cited.push(citation);
  }
  return cited;
}
