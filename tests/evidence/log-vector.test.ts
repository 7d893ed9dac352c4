import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hexOf, utf8 } from '../../src/core/bytes.ts';
import { EMPTY_EDGE, growTree, type LogFile } from '../../src/core/merkle/tree-edge.ts';
import { openTree } from '../../src/core/merkle/tree-reader.ts';
import { nodeHashing } from '../../src/core/node-hashing.ts';
import { nodeTreeHasher } from '../../src/core/node-tree-hasher.ts';
import { openCheckpoint } from '../../src/core/note/checkpoint.ts';
import { type Checkpoint, parseCheckpointText } from '../../src/core/note/checkpoint-text.ts';
import { parseNote } from '../../src/core/note/signed-note.ts';
import { parseVerifierKey } from '../../src/core/note/verifier-key.ts';
import type { Result } from '../../src/core/result.ts';
import { hasVectors, vectorPath, WITHOUT_VECTORS } from './vectors.ts';

const unwrap = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};
const grown = (entries: readonly string[]) => growTree(nodeTreeHasher, EMPTY_EDGE, entries.map(utf8));
const bytesAt = (folder: string, path: string): Uint8Array =>
  new Uint8Array(readFileSync(vectorPath(join(folder, path))));
const same = (folder: string, { path, bytes }: LogFile): void =>
  expect(hexOf(bytes), path).toBe(hexOf(bytesAt(folder, path)));

describe.skipIf(!hasVectors)(`the log in Tessera's testdata ${WITHOUT_VECTORS}`, () => {
  const folder = 'tessera/testdata/log';
  const key = 'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx';
  const words = 'one two three four five six seven eit nain ten ileven twelf threeten fourten fivten'.split(' ');
  const checkpoint = (size: number): Checkpoint => {
    const note = readFileSync(vectorPath(join(folder, `checkpoint.${size}`)));
    const verifier = unwrap(parseVerifierKey(key, nodeHashing));
    return unwrap(openCheckpoint(new Uint8Array(note), [verifier], [], nodeHashing)).checkpoint;
  };

  test.each(Array.from({ length: 16 }, (_, n) => n))(
    'its state of %i entries comes out byte for byte',
    async (size) => {
      const { files, rootHash } = grown(words.slice(0, size));
      expect(checkpoint(size)).toMatchObject({ size, rootHash });
      expect(files.length).toBe(size === 0 ? 0 : 2);
      for (const file of files) same(folder, file);
    },
  );

  test('its entries are read under its newest checkpoint', async () => {
    const { size, rootHash } = checkpoint(15);
    const read = async (path: string): Promise<Uint8Array> => bytesAt(folder, path);
    const tree = unwrap(await openTree(nodeTreeHasher, read, size, rootHash));
    const { bytes, spans } = unwrap(await tree.bundle(0));
    expect(spans.map(({ from, to }) => Buffer.from(bytes.subarray(from, to)).toString())).toEqual(words);
  });
});

describe.skipIf(!hasVectors)(`the mirrored log in Sunlight's testdata ${WITHOUT_VECTORS}`, () => {
  const folder =
    'sunlight-mirror/cmd/skylight/testdata/witness/mirror/000de184301123b9278c086a7d9f68c9577e83872224c197058fd90784ea9706';

  test('300 records give its root and its tiles', () => {
    const records = Array.from({ length: 300 }, (_, n) => `record ${n}`);
    const { files, rootHash } = grown(records);
    const note = unwrap(parseNote(readFileSync(vectorPath(join(folder, 'checkpoint')), 'utf8')));
    expect(unwrap(parseCheckpointText(note.text))).toMatchObject({ size: 300, rootHash });
    // Its bundles are fakes, so the hash tiles alone are compared.
    const tiles = files.filter(({ path }) => !path.startsWith('tile/entries/'));
    expect(tiles.map(({ path }) => path)).toEqual(['tile/0/000', 'tile/0/001.p/44', 'tile/1/000.p/1']);
    for (const tile of tiles) same(folder, tile);
  });
});
