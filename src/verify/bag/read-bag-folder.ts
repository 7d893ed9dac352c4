import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BagFiles } from './check-manifest.ts';

/** The files of an unpacked bag, by path. A link is read as nothing: it cannot be a part of a bag. Holds the bag in memory. */
export function readBagFolder(folder: string): BagFiles {
  const files = new Map<string, Uint8Array>();
  const read = (path: string): void => {
    for (const entry of readdirSync(join(folder, path), { withFileTypes: true })) {
      const name = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) read(name);
      else files.set(name, entry.isFile() ? new Uint8Array(readFileSync(join(folder, name))) : new Uint8Array());
    }
  };
  read('');
  return files;
}
