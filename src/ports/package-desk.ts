import type { Result } from '../core/result.ts';

/** Where packages for others are put, each a folder of its own. */
export interface PackageDesk {
  /** Makes the folder that will hold them. Error: `PACKAGE_FOLDER` when there is something in it already. */
  begin(out: string): Result<null>;
  /** Writes one package, readable by nobody else on the machine. */
  write(out: string, name: string, files: Readonly<Record<string, string | Uint8Array>>): void;
}
