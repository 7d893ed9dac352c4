import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { err, ok, type Result } from '../../core/result.ts';
import { placeOnce, syncPath } from '../disk.ts';
import { intakeFault } from './fault.ts';

const KEY_BYTES = 32;

/**
 * The master key of a data directory, 32 bytes in a file of mode 0600. When it is missing it is made and synced, unless something is kept
 * under it already (`used`). Of two processes that make it at once one wins, and both read the winner's. Error: `MASTER_KEY`.
 */
export function masterKey(path: string, used: boolean): Result<Uint8Array> {
  if (!existsSync(path)) {
    if (used) return err(intakeFault('MASTER_KEY', 'opening the state: keys/master.key is missing'));
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    placeOnce(path, randomBytes(KEY_BYTES));
    syncPath(dirname(dirname(path)));
  }
  const key = readFileSync(path);
  if (key.length === KEY_BYTES) return ok(key);
  return err(
    intakeFault('MASTER_KEY', `opening the state: keys/master.key has ${key.length} bytes, expected ${KEY_BYTES}`),
  );
}
