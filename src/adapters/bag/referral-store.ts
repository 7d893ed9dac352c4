import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ReferralStore } from '../../ports/referral-store.ts';
import { syncPath, writeSynced } from '../disk.ts';

/**
 * `<case folder>/referral/<number>-<referral>/`. A referral is written into a staging folder and renamed, a further file under a staging
 * name and renamed: a kill leaves a whole one or none; what a kill left in staging goes with the next write.
 */
export function fsReferralStore(caseFolder: (caseId: string) => string): ReferralStore {
  const rootOf = (caseId: string): string => {
    const path = join(caseFolder(caseId), 'referral');
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  };
  const folders = (caseId: string): readonly string[] =>
    readdirSync(rootOf(caseId))
      .filter((name) => /^\d{4}-/.test(name))
      .sort();
  const folderOf = (caseId: string, referral: string): string | null => {
    const name = folders(caseId).find((one) => one.slice(5) === referral);
    return name === undefined ? null : join(rootOf(caseId), name);
  };
  return {
    list: (caseId) => folders(caseId).map((name) => name.slice(5)),

    create(caseId, referral, files) {
      const root = rootOf(caseId);
      const number = String(folders(caseId).length + 1).padStart(4, '0');
      const staged = join(root, 'staged');
      rmSync(staged, { recursive: true, force: true });
      mkdirSync(staged, { mode: 0o700 });
      for (const [name, bytes] of Object.entries(files)) writeSynced(join(staged, name), bytes, 'wx');
      syncPath(staged);
      renameSync(staged, join(root, `${number}-${referral}`));
      syncPath(root);
    },

    add(caseId, referral, files) {
      const folder = folderOf(caseId, referral);
      if (folder === null) throw new Error('adding to a referral that was never made');
      for (const [name, bytes] of Object.entries(files)) {
        const path = join(folder, name);
        if (existsSync(path)) throw new Error('a kept file of a referral is never replaced');
        rmSync(`${path}.staged`, { force: true });
        writeSynced(`${path}.staged`, bytes, 'wx');
        renameSync(`${path}.staged`, path);
      }
      syncPath(folder);
    },

    read(caseId, referral, name) {
      const folder = folderOf(caseId, referral);
      const path = folder === null ? null : join(folder, name);
      return path !== null && existsSync(path) ? new Uint8Array(readFileSync(path)) : null;
    },
  };
}
