import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../core/result.ts';
import { packFault } from './fault.ts';
import { type LawPart, lawPartSchema } from './law-schema.ts';
import { parseYaml } from './parse-yaml.ts';

/** Shared parts by id; none is no fault. */
export type LawParts = ReadonlyMap<string, LawPart>;

/** Reads one part from its text; `file` stands in messages. Error: `PACK_INVALID`. */
export function readLawPart(id: string, file: string, text: string): Result<LawPart> {
  const part = parseYaml(text, file, lawPartSchema);
  if (!part.ok || part.value.id === id) return part;
  return err(packFault('PACK_INVALID', `reading ${file}: expected the id "${id}", found "${part.value.id}"`));
}

/** Reads every `packs/law-parts/<id>.yml`. Errors: `PACK_UNREADABLE`, `PACK_INVALID`. */
export function loadLawParts(packsFolder: string): Result<LawParts> {
  const folder = join(packsFolder, 'law-parts');
  let files: readonly string[];
  try {
    files = readdirSync(folder).filter((file) => file.endsWith('.yml'));
  } catch {
    return ok(new Map());
  }
  const parts = new Map<string, LawPart>();
  for (const file of files.toSorted()) {
    let text: string;
    try {
      text = readFileSync(join(folder, file), 'utf8');
    } catch {
      return err(packFault('PACK_UNREADABLE', `loading law parts: packs/law-parts/${file} must be readable`));
    }
    const id = file.slice(0, -'.yml'.length);
    const part = readLawPart(id, `packs/law-parts/${file}`, text);
    if (!part.ok) return part;
    parts.set(id, part.value);
  }
  return ok(parts);
}
