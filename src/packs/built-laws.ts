import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '../core/hash.ts';
import { ok, type Result } from '../core/result.ts';
import { type LawPack, lawIds, loadLawPacks } from './law-pack.ts';

/** All law packs without their cases, and how many cases each has by its id (empty unless asked for). */
export interface CountedLaws {
  readonly packs: readonly LawPack[];
  readonly cases: Readonly<Record<string, number>>;
}

/**
 * All law packs as `loadLawPacks` gives them, from the file that the build made of them when it was made of these very files, else from
 * the YAML: reading and checking a hundred packs costs seconds, the file a tenth of one. `builtFile`: made by the same build as this code.
 * Errors: those of the law packs.
 */
export function loadCountedLaws(packsFolder: string, builtFile: string, withCount = false): Result<CountedLaws> {
  const built = readBuilt(packsFolder, builtFile);
  if (built !== null) return ok(built);
  const packs = loadLawPacks(packsFolder, withCount);
  return packs.ok ? ok(counted(packs.value)) : packs;
}

/** What the build writes: a line of two digests, that of the packs' files and that of the text below, and the packs as JSON. */
export function builtLaws(packsFolder: string): Result<string> {
  const packs = loadLawPacks(packsFolder, true);
  if (!packs.ok) return packs;
  const text = JSON.stringify(counted(packs.value), (_key, value: unknown) =>
    value instanceof Set ? [...value] : value,
  );
  return ok(`${digestOf(packsFolder)} ${sha256Hex(text)}\n${text}`);
}

const counted = (packs: readonly LawPack[]): CountedLaws => ({
  packs: packs.map((pack) => ({ ...pack, cases: [] })),
  cases: Object.fromEntries(packs.map(({ law, cases }) => [law.id, cases.length])),
});

/** Null when there is none, when it is cut off, and when a pack is another than when it was built. */
function readBuilt(packsFolder: string, file: string): CountedLaws | null {
  try {
    const kept = readFileSync(file, 'utf8');
    const end = kept.indexOf('\n');
    const text = kept.slice(end + 1);
    if (kept.slice(0, end) !== `${digestOf(packsFolder)} ${sha256Hex(text)}`) return null;
    const { packs, cases } = JSON.parse(text) as CountedLaws;
    const revived = packs.map((pack) => ({
      ...pack,
      law: { ...pack.law, shared: new Set(pack.law.shared), sets: new Set(pack.law.sets) },
    }));
    return { packs: revived, cases };
  } catch {
    return null;
  }
}

/** Of every file that the packs are read from, with its name. */
function digestOf(packsFolder: string): string {
  const folders = [...lawIds(packsFolder).map((id) => join('laws', id)), 'law-parts'];
  const parts = folders.flatMap((folder) =>
    readdirSync(join(packsFolder, folder))
      .filter((file) => file.endsWith('.yml'))
      .sort()
      .flatMap((file) => [folder, file, readFileSync(join(packsFolder, folder, file), 'utf8')]),
  );
  return sha256Hex(JSON.stringify(parts));
}
