import { hash } from 'node:crypto';
import { HASH_BYTES, type TreeHasher } from './merkle/tree-hasher.ts';

// Longer entries are hashed from a copy of their own; the log takes none over 65,535 bytes.
const scratch = new Uint8Array(1 + 65_535);
const pair = new Uint8Array(1 + 2 * HASH_BYTES);
pair[0] = 1;

/**
 * `TreeHasher` by node:crypto. One-shot hashing to a string of bytes (`binary` is latin1), written into place: measured 0.8 µs a hash of 271 bytes on
 * this project's machine, where a Buffer for each result costs 2.7 µs and `createHash` 5 µs.
 */
export const nodeTreeHasher: TreeHasher = {
  leaf(entry, target, at) {
    const message = entry.length < scratch.length ? scratch : new Uint8Array(1 + entry.length);
    message[0] = 0;
    message.set(entry, 1);
    put(hash('sha256', message.subarray(0, entry.length + 1), 'binary'), target, at);
  },
  node(source, from, target, at) {
    pair.set(source.subarray(from, from + 2 * HASH_BYTES), 1);
    put(hash('sha256', pair, 'binary'), target, at);
  },
  empty: () => new Uint8Array(Buffer.from(hash('sha256', '', 'hex'), 'hex')),
};

function put(digest: string, target: Uint8Array, at: number): void {
  Buffer.prototype.latin1Write.call(target, digest, at, HASH_BYTES);
}
