import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { err, ok, type Result } from '../../core/result.ts';
import type { WrittenBag } from '../../ports/bag-desk.ts';
import { syncPath, writeSynced } from '../disk.ts';
import { bagStoreFault } from './fault.ts';

/** Writes `<folder>/<name>.zip` (and `<folder>/<name>/` where asked); staged beside it, synced and renamed. Error: `BAG_UNWRITABLE`. */
export function writeBag(folder: string, bag: WrittenBag, unpacked: boolean): Result<string> {
  const path = join(folder, `${bag.name}.zip`);
  const staged = join(folder, `.${bag.name}.${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    rmSync(staged, { recursive: true, force: true });
    if (unpacked) {
      for (const file of bag.files) {
        mkdirSync(dirname(join(staged, file.path)), { recursive: true, mode: 0o700 });
        writeSynced(join(staged, file.path), file.bytes, 'wx');
      }
      rmSync(join(folder, bag.name), { recursive: true, force: true });
      renameSync(staged, join(folder, bag.name));
    }
    writeSynced(staged, bag.archive, 'wx');
    renameSync(staged, path);
    syncPath(folder);
    return ok(path);
  } catch (error) {
    rmSync(staged, { recursive: true, force: true });
    const found = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
    return err(bagStoreFault('BAG_UNWRITABLE', `writing the bag: expected a folder to write to; found ${found}`));
  }
}
