import { merkleFault } from '../../src/core/merkle/fault.ts';
import { err, ok } from '../../src/core/result.ts';
import type { TileStore } from '../../src/ports/tile-store.ts';

/** What an object store has: names and bytes, no folders, no renaming; an object appears whole. Shared by all who open it. */
export interface Bucket {
  readonly served: Map<string, Uint8Array>;
  readonly private: Map<string, Uint8Array>;
}

export const emptyBucket = (): Bucket => ({ served: new Map(), private: new Map() });

/** The port over objects: that it can be filled without a file system, by the same contract. */
export function memoryTileStore(bucket: Bucket): TileStore {
  const copyOf = (bytes: Uint8Array | undefined): Uint8Array | null => (bytes === undefined ? null : bytes.slice());
  return {
    read: async (path) => copyOf(bucket.served.get(path)),
    checkpoint() {
      const note = bucket.served.get('checkpoint');
      return note === undefined ? null : Buffer.from(note).toString('utf8');
    },
    async put(files) {
      for (const { path, bytes } of files) {
        const there = bucket.served.get(path);
        if (there !== undefined && Buffer.compare(there, bytes) !== 0)
          return err(merkleFault('LOG_DAMAGED', `writing the log: ${path} is there already`));
        bucket.served.set(path, bytes.slice());
      }
      return ok(undefined);
    },
    async publish(note) {
      bucket.served.set('checkpoint', Buffer.from(note));
    },
    async removePartials(fullPaths) {
      for (const path of bucket.served.keys())
        if (fullPaths.some((full) => path.startsWith(`${full}.p/`))) bucket.served.delete(path);
    },
    async stage(name, bytes) {
      bucket.private.set(name, bytes.slice());
    },
    staged: async (name) => copyOf(bucket.private.get(name)),
    async clearStaged() {
      bucket.private.clear();
    },
  };
}
