import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok } from '../../core/result.ts';
import type { PackageDesk } from '../../ports/package-desk.ts';
import { syncPath, writeSynced } from '../disk.ts';
import { packageFault } from './package-fault.ts';

/** Packages as folders, mode 0700, of files, mode 0600. A kill on the way leaves packages without a manifest, which say by that that they are not whole. */
export const fsPackageDesk: PackageDesk = {
  begin(out) {
    mkdirSync(out, { recursive: true, mode: 0o700 });
    if (readdirSync(out).length === 0) return ok(null);
    return err(packageFault('PACKAGE_FOLDER', `writing packages: expected an empty folder, found files in ${out}`));
  },
  write(out, name, files) {
    const folder = join(out, name);
    mkdirSync(folder, { mode: 0o700 });
    for (const [file, content] of Object.entries(files)) writeSynced(join(folder, file), content);
    syncPath(folder);
  },
};
