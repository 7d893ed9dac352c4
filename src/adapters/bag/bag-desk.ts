import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256Hex } from '../../core/hash.ts';
import { ok } from '../../core/result.ts';
import type { BagDesk } from '../../ports/bag-desk.ts';
import { encryptToAge } from './age.ts';
import { writeBag } from './bag-output.ts';
import { custodySigner } from './custody-key.ts';
import { verifierFiles } from './verifier-file.ts';
import { verifierPage } from './verifier-page.ts';

export interface BagDeskPlace {
  /** `keys/custody.key` of the data directory. */
  readonly keyPath: string;
  readonly sqlFolder: string;
  /** Where this program is installed: the folder of its package.json. */
  readonly home: string;
}

export function bagDesk({ keyPath, sqlFolder, home }: BagDeskPlace): BagDesk {
  // The folder of the modules as they run: `src` in a checkout, `dist` in the package.
  const modules = dirname(dirname(import.meta.dirname));
  let page: ReturnType<typeof verifierPage> | null = null;
  return {
    signer: () => custodySigner(keyPath),
    encrypt: encryptToAge,
    async verifier() {
      page ??= verifierPage(modules);
      const made = await page;
      if (!made.ok) return made;
      return ok([{ path: 'verify/verify.html', bytes: made.value }, ...verifierFiles(modules)]);
    },
    write: writeBag,
    statementDigest: (name) => sha256Hex(readFileSync(join(sqlFolder, 'lake', `${name}.sql`))),
    tool: { name: 'Candour', version: versionOf(home) },
  };
}

function versionOf(home: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';
}
