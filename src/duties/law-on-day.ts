import { type Instant, msOf } from '../core/instant.ts';
import type { ContentKey, Duty } from '../model/duty.ts';
import type { LawPack } from '../packs/law-pack.ts';
import type { LawAuthority } from '../packs/law-schema.ts';
import type { LawDeadline, LawDuty, LawText } from '../packs/law-text.ts';
import { localDay } from './deadline.ts';
import { type Ask, lawAsker } from './evaluate.ts';
import { formOf } from './form-words.ts';
import { versionOn } from './law-version.ts';
import { type Addressee, addresseesOf } from './routing.ts';
import { type Citations, wordingsOf } from './wording.ts';
import { DAY_MS, dayText } from './zone-time.ts';

/** A duty with its values of one day. */
export interface DutyOnDay {
  readonly duty: LawDuty;
  readonly id: string;
  readonly by: LawDuty['by'];
  readonly binding: boolean;
  /** Null: it depends on the people and the controller. */
  readonly addressees: readonly Addressee[] | null;
  /** Whether the law applies to one group of people, and it is owed on account of them. */
  readonly group: Ask;
  /** Whether enough people are concerned, where that matters. */
  readonly overall: Ask | undefined;
  readonly deadline: LawDeadline | undefined;
  readonly content: readonly ContentKey[];
  /** What somebody concerned may have to be told besides. */
  readonly also: readonly { readonly if: Ask; readonly keys: readonly ContentKey[] }[];
  readonly order: NonNullable<LawDuty['order']>[number] | undefined;
  readonly forbidden: Duty['forbidden'] | undefined;
  readonly serviceMonths: number | undefined;
  readonly form: Duty['form'] | undefined;
  readonly wording: ReturnType<typeof wordingsOf>;
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
  readonly id: string;
  readonly zone: string;
  readonly business: LawText['business'];
  /** `YYYY-MM-DD`: the first day of this version. */
  readonly day: string;
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly conditions: ReadonlyMap<string, LawText['conditions'][string][number] | undefined>;
  readonly ask: ReturnType<typeof lawAsker>;
  readonly citations: Citations;
  /** Those that exist on this day. */
  readonly authorities: readonly LawAuthority[];
  /** Null for a law of a sector, and while no law is in force. */
  readonly cover: Cover | null;
  /** Undefined before the law begins and after its end. */
  readonly applies: { readonly ask: Ask; readonly text: string } | undefined;
  /** False when no answer of it depends on how many people it reaches. */
  readonly countsPeople: boolean;
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
export function versionIndex(pack: LawPack, instant: Instant): number {
  const changes = changesOf(pack);
  const [least, most] = indexesNear(changes, instant);
  return least === most ? least : indexOf(changes, localDay(instant, pack.law.datesIn ?? pack.law.zone));
}

/** The least and the most of these days that may be past at an instant: local days are within one day of UTC's. */
export function indexesNear(changes: readonly string[], instant: Instant): readonly [number, number] {
  const day = Math.floor(msOf(instant) / DAY_MS);
  return [indexOf(changes, dayText(day - 1)), indexOf(changes, dayText(day + 1))];
}

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
  let [low, high] = [0, changes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((changes[middle] ?? '') <= day) low = middle + 1;
    else high = middle;
  }
  return low;
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
  const citations: Citations = new Map(
    Object.entries(law.sources).map(([id, { text, url, confidence }]) => [id, { text, url, confidence }]),
  );
  const words = (list: string): ReadonlySet<string> => new Set(lists[list] ?? []);
  const authorities = pack.authorities.filter((authority) => versionOn([authority], day) !== undefined);
  const frame: Frame = { day, applies: applies ?? 'false', ask, citations, zone: law.zone, authorities };
  return {
    pack,
    id: law.id,
    zone: law.zone,
    business: law.business,
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
    applies: applies === undefined ? undefined : { ask: ask([applies]), text: applies },
    countsPeople: textsOf(law).some((text) => COUNTING.test(text)),
    representative:
      representative === undefined
        ? undefined
        : {
            ...representative,
            words: lists[representative.countries] ?? [],
            needed: ask([applies ?? 'false', representative.group]),
          },
    duties: law.duties.flatMap((duty) => dutyOn(duty, frame)),
    citations,
    authorities,
  };
}

const COUNTING = /\bpersonsUnderLaw\b/;

/** Every expression of a law, of any day. */
const textsOf = (law: LawText): readonly string[] => [
  ...law.applies.map(({ when }) => when),
  ...Object.values(law.conditions).flatMap((versions) => versions.map(({ when }) => when)),
  ...(law.representative ?? []).map(({ group }) => group),
  ...law.duties.flatMap(({ when, content }) => [
    ...when.flatMap(({ group, overall }) => [group, ...(overall === undefined ? [] : [overall])]),
    ...content.flatMap(({ also }) => also.map((more) => more.if)),
  ]),
];

/** What all duties of a law have in common. */
interface Frame extends Pick<LawOnDay, 'day' | 'ask' | 'citations' | 'zone' | 'authorities'> {
  readonly applies: string;
}

function dutyOn(duty: LawDuty, frame: Frame): readonly DutyOnDay[] {
  const { day, applies, ask, citations } = frame;
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
      id: duty.id,
      by: duty.by,
      binding: duty.binding,
      addressees: addresseesOf(frame, duty.to),
      group: ask([applies, when.group]),
      overall: when.overall === undefined ? undefined : ask([when.overall], { holds, fails, sources: [] }),
      deadline,
      content: [...new Set(content?.keys)],
      also: content?.also.map((more) => ({ if: ask([more.if]), keys: more.keys })) ?? [],
      order,
      forbidden: content === undefined || content.forbidden.length === 0 ? undefined : content.forbidden,
      serviceMonths: content?.serviceMonths,
      form: form.words.length === 0 ? undefined : form.words,
      wording: wordingsOf({
        citations,
        first: sourcesOf(when, deadline, content),
        last: sourcesOf(form, order),
        opening: duty.binding ? '' : RECOMMENDED,
      }),
    },
  ];
}

const sourcesOf = (...values: readonly ({ readonly sources: readonly string[] } | undefined)[]): readonly string[] => [
  ...new Set(values.flatMap((value) => value?.sources ?? [])),
];

const RECOMMENDED = 'The law, or its authority, recommends it without requiring it.';
