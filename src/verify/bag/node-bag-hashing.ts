import { createHash } from 'node:crypto';
import { nodeHashing } from '../../core/node-hashing.ts';
import type { BagHashing } from './bag-hashing.ts';

/** `BagHashing` by node:crypto. */
export const nodeBagHashing: BagHashing = {
  ...nodeHashing,
  sha512: (bytes) => new Uint8Array(createHash('sha512').update(bytes).digest()),
};
