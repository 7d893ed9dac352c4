import { err, ok, type Result } from '../core/result.ts';
import { packFault } from '../packs/fault.ts';
import type { PackShelf } from '../ports/pack-shelf.ts';

/** A skeleton and where it goes. */
interface Skeleton {
  readonly id: string;
  /** Below `packs/`. */
  readonly folder: string;
  /** Folder of `packs/templates`. */
  readonly template: string;
  readonly files: readonly string[];
  /** What stands in the place of each token, such as `__ID__`. */
  readonly values: Readonly<Record<string, string>>;
}

/** A pack that was made and is still to be filled in. */
export interface PlacedPack {
  readonly folder: string;
  readonly files: readonly string[];
  /** The command that says what belongs where. */
  readonly next: string;
}

/** Writes a skeleton, its tokens replaced, into a new folder. Error: `PACK_EXISTS`. */
export function placePack(shelf: PackShelf, { id, folder, template, files, values }: Skeleton): Result<PlacedPack> {
  const filled = (text: string): string =>
    Object.entries(values).reduce((done, [token, value]) => done.replaceAll(token, value), text);
  const texts = Object.fromEntries(files.map((file) => [file, filled(shelf.template(`${template}/${file}`))]));
  if (!shelf.place(folder, texts))
    return err(packFault('PACK_EXISTS', `making the pack ${id}: packs/${folder} is there already`));
  return ok({ folder: `packs/${folder}`, files: [...files], next: `candour check packs ${id}` });
}
