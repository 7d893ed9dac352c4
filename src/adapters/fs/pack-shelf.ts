import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PackShelf } from '../../ports/pack-shelf.ts';
import { placeOnce } from '../disk.ts';

/** Templates of packs, and new folders beside the packs that are there; a kill on the way leaves a folder that lacks files, which the checker names. */
export const fsPackShelf = (packsFolder: string): PackShelf => ({
  template: (path) => readFileSync(join(packsFolder, 'templates', path), 'utf8'),
  place(folder, files) {
    const path = join(packsFolder, folder);
    if (existsSync(path)) return false;
    mkdirSync(dirname(path), { recursive: true });
    mkdirSync(path);
    return Object.entries(files).every(([file, text]) => {
      mkdirSync(dirname(join(path, file)), { recursive: true });
      return placeOnce(join(path, file), text);
    });
  },
});
