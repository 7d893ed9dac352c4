import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { realDisk } from '../../src/adapters/log/disk.ts';
import { folderLogReader } from '../../src/adapters/log/folder-log-reader.ts';
import { folderStore } from '../../src/adapters/log/folder-store.ts';
import { utf8 } from '../../src/core/bytes.ts';
import { EMPTY_EDGE, growTree, type TreeEdge } from '../../src/core/merkle/tree-edge.ts';
import { openTree } from '../../src/core/merkle/tree-reader.ts';
import { nodeTreeHasher } from '../../src/core/node-tree-hasher.ts';
import type { TileStore } from '../../src/ports/tile-store.ts';
import { emptyBucket, memoryTileStore } from './memory-tile-store.ts';

/** An adapter of the port: a place of its own, and the store that lives there, as every process opens it. */
interface Subject {
  readonly name: string;
  make(): {
    open(): TileStore;
    /** Paths of everything that is served. */
    served(): readonly string[];
    close(): void;
  };
}

const SUBJECTS: readonly Subject[] = [
  {
    name: 'a folder',
    make() {
      const root = mkdtempSync(join(tmpdir(), 'candour-tiles-'));
      const [folder, staging] = [join(root, 'log'), join(root, 'staged')];
      for (const path of [folder, staging]) mkdirSync(path);
      return {
        open: () => folderStore({ disk: realDisk, folder, staging }),
        served: () => [...folderLogReader(folder).paths()],
        close: () => rmSync(root, { recursive: true }),
      };
    },
  },
  {
    name: 'memory, as an object store would',
    make() {
      const bucket = emptyBucket();
      return { open: () => memoryTileStore(bucket), served: () => [...bucket.served.keys()], close: () => undefined };
    },
  },
];

const file = (path: string, text: string) => ({ path, bytes: utf8(text) });
const text = (bytes: Uint8Array | null): string | null => (bytes === null ? null : Buffer.from(bytes).toString('utf8'));

describe.each(SUBJECTS)('a tile store in $name', ({ make }) => {
  let place: ReturnType<Subject['make']>;
  let store: TileStore;

  beforeEach(() => {
    place = make();
    store = place.open();
  });
  afterEach(() => place.close());

  test('is empty at first', async () => {
    expect(store.checkpoint()).toBeNull();
    expect(await store.read('tile/0/000')).toBeNull();
    expect(await store.staged('1-ab')).toBeNull();
    expect(place.served()).toEqual([]);
  });

  test('gives back the bytes that were put, in every process that opens it', async () => {
    const files = [file('tile/0/x001/234.p/7', 'seven'), file('tile/entries/000', ''), file('tile/0/000', 'zero')];
    expect((await store.put(files)).ok).toBe(true);
    const other = place.open();
    for (const { path, bytes } of files) expect(text(await other.read(path))).toBe(text(bytes));
    expect([...place.served()].sort()).toEqual(files.map(({ path }) => path).sort());
  });

  test('takes the same bytes again, as after a kill, and never puts others in their place', async () => {
    await store.put([file('tile/0/000', 'one')]);
    expect((await place.open().put([file('tile/0/000', 'one'), file('tile/0/001', 'two')])).ok).toBe(true);
    const refused = await store.put([file('tile/0/000', 'eno')]);
    expect(!refused.ok && refused.error.code).toBe('LOG_DAMAGED');
    expect(text(await store.read('tile/0/000'))).toBe('one');
    expect(text(await store.read('tile/0/001'))).toBe('two');
  });

  test('publishes the newest checkpoint in the place of the one before', async () => {
    await store.publish('first\n');
    await store.publish('second — with a dash\n');
    expect(store.checkpoint()).toBe('second — with a dash\n');
    expect(place.open().checkpoint()).toBe('second — with a dash\n');
    expect(text(await store.read('checkpoint'))).toBe('second — with a dash\n');
  });

  test('removes partial tiles of a full one, and no others', async () => {
    const paths = ['tile/0/000', 'tile/0/000.p/3', 'tile/0/000.p/250', 'tile/0/001.p/3', 'tile/entries/000.p/3'];
    await store.put(paths.map((path) => file(path, path)));
    await store.removePartials(['tile/0/000']);
    expect([...place.served()].sort()).toEqual(['tile/0/000', 'tile/0/001.p/3', 'tile/entries/000.p/3']);
    // What is gone can be put again.
    expect((await store.put([file('tile/0/000.p/3', 'again')])).ok).toBe(true);
    await store.removePartials(['tile/7/000']);
  });

  test('keeps what is staged apart from what is served, until it is cleared', async () => {
    await store.stage('9-ab', utf8('staged'));
    await store.stage('9-ab', utf8('staged anew'));
    expect(text(await place.open().staged('9-ab'))).toBe('staged anew');
    expect(place.served()).toEqual([]);
    await store.put([file('tile/0/000', 'served')]);
    await place.open().clearStaged();
    expect(await store.staged('9-ab')).toBeNull();
    expect(place.served()).toEqual(['tile/0/000']);
  });

  test('holds a tree that grew through partial and full tiles, and proofs come out of it', async () => {
    let edge: TreeEdge = EMPTY_EDGE;
    let root: Uint8Array = nodeTreeHasher.empty();
    for (const count of [1, 254, 1, 1, 300]) {
      const entries = Array.from({ length: count }, (_, n) => utf8(`entry ${edge.size + n}`));
      const growth = growTree(nodeTreeHasher, edge, entries);
      expect((await store.put(growth.files)).ok).toBe(true);
      edge = growth.edge;
      root = growth.rootHash;
    }
    const tree = await openTree(nodeTreeHasher, place.open().read, edge.size, root);
    expect(tree.ok && (await tree.value.inclusionProof(300, edge.size)).ok).toBe(true);
  });
});

test('a folder keeps nothing in staging but what was staged', async () => {
  const root = mkdtempSync(join(tmpdir(), 'candour-tiles-'));
  const [folder, staging] = [join(root, 'log'), join(root, 'staged')];
  for (const path of [folder, staging]) mkdirSync(path);
  const store = folderStore({ disk: realDisk, folder, staging });
  await store.put([file('tile/0/000', 'one')]);
  await store.publish('note\n');
  expect(readdirSync(staging)).toEqual([]);
  rmSync(root, { recursive: true });
});
