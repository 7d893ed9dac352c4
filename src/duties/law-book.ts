import type { Instant } from '../core/instant.ts';
import type { LawPack } from '../packs/law-pack.ts';
import { type Cover, changesOf, indexesNear, type LawOnDay, lawVersion, versionIndex } from './law-on-day.ts';
import { type Candidates, candidateIndex } from './law-reach.ts';

/** All laws as they stand at one time. */
export interface LawBook {
  readonly laws: readonly LawOnDay[];
  /** Where laws speak, by country. */
  readonly covers: ReadonlyMap<string, readonly Cover[]>;
  readonly candidates: Candidates;
  /** Why no law speaks for a place (null: one does), as found before. */
  readonly silences: Map<string, string | null>;
}

interface Shelf {
  /** Days on which any law changes, oldest first, and those that do. */
  readonly changes: readonly string[];
  readonly changing: ReadonlyMap<string, readonly LawPack[]>;
  readonly books: Map<string, LawBook>;
}

// Packs are immutable and live long; so do the books over them. A book is one list of versions: few exist.
const SHELVES = new WeakMap<readonly LawPack[], Shelf>();
const MOST_BOOKS = 500;

/** Each law as it stands at `instant` in its own zone. */
export function lawBook(packs: readonly LawPack[], instant: Instant): LawBook {
  const { changes, changing, books } = shelfOf(packs);
  const [before, after] = indexesNear(changes, instant);
  // Only laws that change near it must be asked in their own zones.
  let key = `${before}`;
  for (const day of changes.slice(before, after)) {
    for (const pack of changing.get(day) ?? []) key += ` ${versionIndex(pack, instant)}`;
  }
  const known = books.get(key);
  if (known !== undefined) return known;
  if (books.size >= MOST_BOOKS) books.clear();
  const laws = packs.map((pack) => lawVersion(pack, instant));
  const book: LawBook = {
    laws,
    covers: coversOf(laws),
    candidates: candidateIndex(laws),
    silences: new Map(),
  };
  books.set(key, book);
  return book;
}

function coversOf(laws: readonly LawOnDay[]): LawBook['covers'] {
  const covers = new Map<string, Cover[]>();
  for (const { cover } of laws) {
    for (const country of cover?.countries ?? []) {
      const here = covers.get(country);
      if (cover === null) continue;
      if (here === undefined) covers.set(country, [cover]);
      else here.push(cover);
    }
  }
  return covers;
}

function shelfOf(packs: readonly LawPack[]): Shelf {
  const known = SHELVES.get(packs);
  if (known !== undefined) return known;
  const changing = new Map<string, LawPack[]>();
  for (const pack of packs) {
    for (const day of changesOf(pack)) changing.set(day, [...(changing.get(day) ?? []), pack]);
  }
  const shelf: Shelf = { changes: [...changing.keys()].sort(), changing, books: new Map() };
  SHELVES.set(packs, shelf);
  return shelf;
}
