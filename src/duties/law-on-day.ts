import type { Instant } from '../core/instant.ts';
import { namesIn } from '../packs/law-expression.ts';
import { isLawFact } from '../packs/law-fact.ts';
import type { LawPack } from '../packs/law-pack.ts';
import type { LawDuty, LawText } from '../packs/law-text.ts';
import type { Answer } from './answer.ts';
import { localDay } from './deadline.ts';
import { PLACE_FACTS, type PlaceFact } from './fact-view.ts';
import { formOf } from './form-words.ts';
import { versionOn } from './law-version.ts';

type Version<K extends 'when' | 'deadline' | 'content'> = LawDuty[K][number];

/** A duty with its values of one day. */
export interface DutyOnDay {
  readonly duty: LawDuty;
  readonly when: Version<'when'>;
  readonly deadline: Version<'deadline'> | undefined;
  readonly content: Version<'content'> | undefined;
  readonly order: NonNullable<LawDuty['order']>[number] | undefined;
  readonly form: ReturnType<typeof formOf>;
}

/** A law as it stands on one day, and on every other day of the same version. */
export interface LawOnDay {
  readonly pack: LawPack;
  /** `YYYY-MM-DD`: the first day of this version. */
  readonly day: string;
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly conditions: ReadonlyMap<string, LawText['conditions'][string][number] | undefined>;
  /** Undefined before the law begins and after its end. */
  readonly applies: string | undefined;
  readonly duties: readonly DutyOnDay[];
  /** Answers to `applies` by what it asks about place and sector, where it asks about nothing else; null where it does. */
  readonly byPlace: { readonly asked: readonly PlaceFact[]; readonly answers: Map<string, Answer> } | null;
}

interface Known {
  /** Days on which any value of the law changes, oldest first. */
  readonly changes: readonly string[];
  readonly versions: Map<number, LawOnDay>;
}

// Reading a law for a day costs more than asking it. Packs are immutable, so that what was read stays right as long as they live.
const KNOWN = new WeakMap<LawPack, Known>();

const DAY_MS = 86_400_000;

/** Each law as it stands at `instant` in its own zone. */
export function lawsAt(packs: readonly LawPack[], instant: Instant): readonly LawOnDay[] {
  // Local days are within one day of UTC's: only next to a change of a law must its zone be asked.
  const near = (ms: number): string => new Date(Date.parse(instant) + ms).toISOString().slice(0, 10);
  const [before, after] = [near(-DAY_MS), near(DAY_MS)];
  return packs.map((pack) => lawAt(pack, instant, before, after));
}

function lawAt(pack: LawPack, instant: Instant, before: string, after: string): LawOnDay {
  const known = KNOWN.get(pack) ?? { changes: changesOf(pack), versions: new Map<number, LawOnDay>() };
  KNOWN.set(pack, known);
  let index = indexOf(known.changes, before);
  if (index !== indexOf(known.changes, after)) index = indexOf(known.changes, localDay(instant, pack.law.zone));
  const found = known.versions.get(index);
  if (found !== undefined) return found;
  const law = read(pack, known.changes[index - 1] ?? '0000-01-01');
  known.versions.set(index, law);
  return law;
}

function indexOf(changes: readonly string[], day: string): number {
  let index = 0;
  while (index < changes.length && (changes[index] ?? '') <= day) index += 1;
  return index;
}

function changesOf({ law, authorities }: LawPack): readonly string[] {
  const days = new Set<string>();
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) for (const item of node) walk(item);
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if ((key === 'from' || key === 'to') && typeof value === 'string') days.add(value);
      else walk(value);
    }
  };
  walk([law.applies, law.lists, law.conditions, law.duties, authorities]);
  return [...days].sort();
}

function read(pack: LawPack, day: string): LawOnDay {
  const { law } = pack;
  const applies = versionOn(law.applies, day)?.when;
  return {
    pack,
    day,
    lists: Object.fromEntries(
      Object.entries(law.lists).map(([name, versions]) => [name, versionOn(versions, day)?.words ?? []]),
    ),
    conditions: new Map(Object.entries(law.conditions).map(([name, versions]) => [name, versionOn(versions, day)])),
    applies,
    duties: law.duties.flatMap((duty): readonly DutyOnDay[] => {
      const when = versionOn(duty.when, day);
      if (when === undefined) return [];
      return [
        {
          duty,
          when,
          deadline: versionOn(duty.deadline, day),
          content: versionOn(duty.content, day),
          order: versionOn(duty.order ?? [], day),
          form: formOf(duty, day),
        },
      ];
    }),
    byPlace: applies === undefined ? null : byPlace(placeFacts(pack, applies)),
  };
}

const byPlace = (asked: readonly PlaceFact[] | null): LawOnDay['byPlace'] =>
  asked === null ? null : { asked, answers: new Map() };

/** The only facts of `PLACE_FACTS` that an expression reaches; null when it reaches others. */
function placeFacts({ law, expressions }: LawPack, text: string): readonly PlaceFact[] | null {
  const seen = new Set<string>();
  const queue = [text];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const expression = expressions.get(next);
    for (const name of expression === undefined ? [] : namesIn(expression)) {
      if (seen.has(name)) continue;
      seen.add(name);
      if (law.questions[name] !== undefined) return null;
      if (isLawFact(name) && !PLACE_FACTS.some((fact) => fact === name)) return null;
      queue.push(...(law.conditions[name] ?? []).map(({ when }) => when));
    }
  }
  return PLACE_FACTS.filter((fact) => seen.has(fact));
}
