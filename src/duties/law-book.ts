import type { Instant } from '../core/instant.ts';
import type { Facts } from '../model/facts.ts';
import type { LawPack } from '../packs/law-pack.ts';
import type { Answer } from './answer.ts';
import { type FactView, type PlaceFact, placeKey } from './fact-view.ts';
import { type Cover, changesBetween, type LawOnDay, lawVersion, versionIndex } from './law-on-day.ts';

/** A law that protects people in one place, or may. */
export interface Reach {
  /** The law's place in the book. */
  readonly index: number;
  readonly applies: Answer;
}

/** All laws as they stand at one time, with what depends on the place alone kept: places are few and laws many. */
export interface LawBook {
  readonly laws: readonly LawOnDay[];
  readonly covers: readonly Cover[];
  /** Why no law speaks for a place (null: one does), as found before. */
  readonly silences: Map<string, string | null>;
  /** The laws that reach these people or may, in no order. */
  reachOf(view: FactView, assessments: Facts['assessments']): readonly Reach[];
}

interface Shelf {
  /** By the places of all versions. */
  readonly books: Map<string, LawBook>;
  /** By the day before, where no law changes near it. */
  readonly days: Map<string, LawBook>;
}

// Packs are immutable and live long; so do the books over them. A book is one list of versions: few exist.
const SHELVES = new WeakMap<readonly LawPack[], Shelf>();
const MOST_BOOKS = 500;
const MOST_DAYS = 5_000;
// Regions are free text: a process that lives long must not remember all of them.
const MOST_PLACES = 20_000;
const DAY_MS = 86_400_000;

/** Each law as it stands at `instant` in its own zone. */
export function lawBook(packs: readonly LawPack[], instant: Instant): LawBook {
  const near = (ms: number): string => new Date(Date.parse(instant) + ms).toISOString().slice(0, 10);
  const [before, after] = [near(-DAY_MS), near(DAY_MS)];
  const shelf = SHELVES.get(packs) ?? { books: new Map<string, LawBook>(), days: new Map<string, LawBook>() };
  SHELVES.set(packs, shelf);
  const quiet = shelf.days.get(before);
  if (quiet !== undefined) return quiet;
  const indexes = packs.map((pack) => versionIndex(pack, instant, before, after));
  const key = indexes.join();
  if (shelf.books.size >= MOST_BOOKS) shelf.books.clear();
  const book = shelf.books.get(key) ?? bookOf(packs.map((pack, i) => lawVersion(pack, indexes[i] ?? 0)));
  shelf.books.set(key, book);
  if (packs.every((pack) => !changesBetween(pack, before, after))) {
    if (shelf.days.size >= MOST_DAYS) shelf.days.clear();
    shelf.days.set(before, book);
  }
  return book;
}

/** Laws that ask the same about a place. */
interface Kind {
  readonly asked: readonly PlaceFact[];
  readonly laws: number[];
  readonly found: Map<string, readonly Reach[]>;
}

function bookOf(laws: readonly LawOnDay[]): LawBook {
  const kinds = new Map<string, Kind>();
  const others: number[] = [];
  laws.forEach(({ byPlace, applies }, index) => {
    if (applies === undefined) return;
    if (byPlace === null) {
      others.push(index);
      return;
    }
    const kind: Kind = kinds.get(byPlace.join()) ?? { asked: byPlace, laws: [], found: new Map() };
    kind.laws.push(index);
    kinds.set(byPlace.join(), kind);
  });

  const ask = (indexes: readonly number[], view: FactView, assessments: Facts['assessments']): readonly Reach[] =>
    indexes.flatMap((index): readonly Reach[] => {
      const law = laws[index];
      if (law?.applies === undefined || law.evaluator.fails(law.applies, view, assessments)) return [];
      const applies = law.evaluator.of(view, assessments)(law.applies);
      return applies.value === false ? [] : [{ index, applies }];
    });

  return {
    laws,
    covers: laws.flatMap(({ cover }) => cover ?? []),
    silences: new Map(),
    reachOf(view, assessments) {
      const reached = [...ask(others, view, assessments)];
      for (const { asked, laws: indexes, found } of kinds.values()) {
        const place = placeKey(view, asked);
        let here = found.get(place);
        if (here === undefined) {
          here = ask(indexes, view, assessments);
          if (found.size >= MOST_PLACES) found.clear();
          found.set(place, here);
        }
        reached.push(...here);
      }
      return reached;
    },
  };
}
