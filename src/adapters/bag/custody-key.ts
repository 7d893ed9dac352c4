import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { generateSigningKey, parseSigningKey } from '../../core/node-signer.ts';
import type { NoteSigner } from '../../core/note/signature.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { placeOnce } from '../disk.ts';
import { bagStoreFault } from './fault.ts';

/**
 * The key that signs statements of custody, not the log's: a checkpoint can never be mistaken for a statement, nor the other way. Made on
 * first use with mode 0600; of two processes that make it at once, one wins and both use that one. Error: `BAG_KEY`.
 */
export function custodySigner(path: string): Result<NoteSigner> {
  try {
    if (!existsSync(path)) makeKey(path);
    const signer = parseSigningKey(readFileSync(path, 'utf8'));
    return signer.ok
      ? ok(signer.value)
      : err(bagStoreFault('BAG_KEY', 'reading keys/custody.key: it is no signing key'));
  } catch {
    return err(bagStoreFault('BAG_KEY', 'reading keys/custody.key: it cannot be read or made'));
  }
}

function makeKey(path: string): void {
  const secret = generateSigningKey('ed25519', 'custody');
  if (!secret.ok) throw new Error('a key of that name can always be made');
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // Another process may be first: its key is the key.
  placeOnce(path, `${secret.value}\n`);
}
