import { createCipheriv, createHmac } from 'node:crypto';
import { canonicalJson } from '../core/canonical-json.ts';

/** Numbers that only the holder of the key can foretell. */
export interface KeyedStream {
  /** Uniform in [0, below); below at most 2^32. */
  below(below: number): number;
  /** Uniform in [0, 1), 32 bits. */
  unit(): number;
}

const BLOCK = Buffer.alloc(512);

/**
 * The key stream of AES-256-CTR (IV 0) under HMAC-SHA-256(key, canonical JSON of the label), read as 32-bit numbers: one HMAC for each label,
 * however many numbers are drawn. The same key and label give the same numbers everywhere, which is what lets a committed codebook be
 * checked afterwards.
 */
export function keyedStream(key: Uint8Array, label: readonly (string | number)[]): KeyedStream {
  const cipher = createCipheriv(
    'aes-256-ctr',
    createHmac('sha256', key).update(canonicalJson(label)).digest(),
    Buffer.alloc(16),
  );
  let block = Buffer.alloc(0);
  let at = 0;
  const next = (): number => {
    if (at === block.length) {
      block = cipher.update(BLOCK);
      at = 0;
    }
    at += 4;
    return block.readUInt32BE(at - 4);
  };
  return {
    unit: () => next() / 2 ** 32,
    below(below) {
      // Numbers above the last whole multiple are drawn again: a plain remainder would prefer the small ones.
      const whole = 2 ** 32 - (2 ** 32 % below);
      for (;;) {
        const drawn = next();
        if (drawn < whole) return drawn % below;
      }
    },
  };
}
