import type { Hashing } from '../../core/hashing.ts';

/** What checking a bag needs besides: its second manifest. */
export interface BagHashing extends Hashing {
  /** 64 bytes. */
  sha512(bytes: Uint8Array): Uint8Array;
}
