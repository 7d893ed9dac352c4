import { hexOf, utf8 } from './bytes.ts';
import type { Hashing } from './hashing.ts';

/**
 * What a batch's leaf says of the secret behind its records' salts, hex. The secret is 32 random bytes: its hash tells nothing, also once it is
 * destroyed, and a row of another secret can be named without reading the batch.
 */
export const saltsCommitment = (hashing: Pick<Hashing, 'sha256'>, secret: Uint8Array): string =>
  hexOf(hashing.sha256(utf8('candour/salts/v1\n'), secret));
