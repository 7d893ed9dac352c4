import type { Instant } from '../core/instant.ts';
import type { Duty } from '../model/duty.ts';
import { namesIn, parseLawExpression } from '../packs/law-expression.ts';
import { isLawFact } from '../packs/law-fact.ts';
import type { LawPack } from '../packs/law-pack.ts';
import type { LawAuthority } from '../packs/law-schema.ts';
import type { LawDuty, LawText } from '../packs/law-text.ts';
import type { Answer } from './answer.ts';
import { localDay } from './deadline.ts';
import { type LawEvaluator, lawEvaluator } from './evaluate.ts';
import { PLACE_FACTS, type PlaceFact } from './fact-view.ts';
import { formOf } from './form-words.ts';
import { versionOn } from './law-version.ts';
import { type Conclusion, type SharedAnswers, sharedAnswers } from './shared-answer.ts';

type Version<K extends 'when' | 'deadline' | 'content'> = LawDuty[K][number];

/** A duty with its values of one day. */
export interface DutyOnDay {
  readonly duty: LawDuty;
  readonly when: Version<'when'>;
  /** What is said of `when.overall`; empty: nothing. */
  readonly count: Conclusion & { readonly conclude: (inner: Answer) => Answer };
  readonly deadline: Version<'deadline'> | undefined;
  readonly content: Version<'content'> | undefined;
  readonly order: NonNullable<LawDuty['order']>[number] | undefined;
  readonly form: ReturnType<typeof formOf>;
  /** What a duty's document says of it whatever the answer. */
  readonly rules: Pick<Duty, 'forbidden' | 'form' | 'order'>;
  /** What a duty's document says to a shared answer, by why its recipient was chosen and by the answer: made once. */
  readonly said: Map<string, Map<Answer, Said>>;
}

/** The part of a duty that follows from an answer and the law alone. */
export interface Said {
  readonly because: readonly string[];
  readonly citations: Duty['citations'];
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
  readonly conditions: ReadonlyMap<string, LawText['conditions'][string][number] | undefined>;
  readonly evaluator: LawEvaluator;
  /** The operations on its answers, with their results kept. */
  readonly answers: SharedAnswers;
  readonly citations: ReadonlyMap<string, Duty['citations'][number]>;
  /** Those that exist on this day. */
  readonly authorities: readonly LawAuthority[];
  /** Null for a law of a sector, and while no law is in force. */
  readonly cover: Cover | null;
  /** Undefined before the law begins and after its end. */
  readonly applies: string | undefined;
  /** `words`: countries in one of which it is established. */
  readonly representative:
    | (NonNullable<LawText['representative']>[number] & { readonly words: readonly string[] })
    | undefined;
  readonly duties: readonly DutyOnDay[];
  /** What `applies` asks about, where that is place and sector alone; null where it asks about other things. */
  readonly byPlace: readonly PlaceFact[] | null;
}

interface Known {
  /** Days on which any value of the law changes, oldest first. */
  readonly changes: readonly string[];
  readonly versions: Map<number, LawOnDay>;
}

// Reading a law for a day costs more than asking it. Packs are immutable, so that what was read stays right as long as they live.
const KNOWN = new WeakMap<LawPack, Known>();

/** The place of an instant among the days on which a law changes. */
export function versionIndex(pack: LawPack, instant: Instant, before: string, after: string): number {
  const { changes } = knownOf(pack);
  const index = indexOf(changes, before);
  // Local days are within one day of UTC's: only next to a change of a law must its zone be asked.
  return index === indexOf(changes, after) ? index : indexOf(changes, localDay(instant, pack.law.zone));
}

/** Whether a law changes on one of these days; the first is not among them. */
export function changesBetween(pack: LawPack, before: string, after: string): boolean {
  const { changes } = knownOf(pack);
  return indexOf(changes, before) !== indexOf(changes, after);
}

/** A law's version by that place. */
export function lawVersion(pack: LawPack, index: number): LawOnDay {
  const { changes, versions } = knownOf(pack);
  const found = versions.get(index);
  if (found !== undefined) return found;
  const law = read(pack, changes[index - 1] ?? '0000-01-01');
  versions.set(index, law);
  return law;
}

function knownOf(pack: LawPack): Known {
  const before = KNOWN.get(pack);
  if (before !== undefined) return before;
  const known = { changes: changesOf(pack), versions: new Map<number, LawOnDay>() };
  KNOWN.set(pack, known);
  return known;
}

function indexOf(changes: readonly string[], day: string): number {
  let index = 0;
  while (index < changes.length && (changes[index] ?? '') <= day) index += 1;
  return index;
}

function changesOf({ law, authorities }: LawPack): readonly string[] {
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
  const answers = sharedAnswers();
  const words = (list: string): ReadonlySet<string> => new Set(lists[list] ?? []);
  return {
    pack,
    day,
    conditions,
    answers,
    evaluator: lawEvaluator({ pack, lists, conditions, shared: answers }),
    cover:
      covers.sector || applies === undefined
        ? null
        : {
            countries: words(covers.countries),
            regions: covers.regions === undefined ? null : words(covers.regions),
            except: covers.except,
          },
    applies,
    representative:
      representative === undefined ? undefined : { ...representative, words: lists[representative.countries] ?? [] },
    duties: law.duties.flatMap((duty) => dutyOn(duty, day, answers)),
    citations: new Map(
      Object.entries(law.sources).map(([id, { text, url, confidence }]) => [id, { text, url, confidence }]),
    ),
    authorities: pack.authorities.filter((authority) => versionOn([authority], day) !== undefined),
    byPlace: applies === undefined ? [] : placeFacts(pack, applies),
  };
}

function dutyOn(duty: LawDuty, day: string, answers: SharedAnswers): readonly DutyOnDay[] {
  const when = versionOn(duty.when, day);
  if (when === undefined) return [];
  const content = versionOn(duty.content, day);
  const form = formOf(duty, day);
  const count: Conclusion = { holds: when.holds ?? '', fails: when.fails ?? '', sources: [] };
  return [
    {
      duty,
      when,
      count: { ...count, conclude: answers.concluder(count) },
      deadline: versionOn(duty.deadline, day),
      content: content === undefined ? undefined : { ...content, keys: [...new Set(content.keys)] },
      order: versionOn(duty.order ?? [], day),
      form,
      rules: {
        ...(content === undefined || content.forbidden.length === 0 ? {} : { forbidden: content.forbidden }),
        ...(form.words.length === 0 ? {} : { form: form.words }),
      },
      said: new Map(),
    },
  ];
}

/** The only facts of `PLACE_FACTS` that an expression reaches; null when it reaches others. */
function placeFacts({ law }: LawPack, text: string): readonly PlaceFact[] | null {
  const seen = new Set<string>();
  const queue = [text];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const expression = parseLawExpression(next);
    for (const name of expression.ok ? namesIn(expression.value) : []) {
      if (seen.has(name)) continue;
      seen.add(name);
      if (law.questions[name] !== undefined) return null;
      if (isLawFact(name) && !PLACE_FACTS.some((fact) => fact === name)) return null;
      queue.push(...(law.conditions[name] ?? []).map(({ when }) => when));
    }
  }
  return PLACE_FACTS.filter((fact) => seen.has(fact));
}
