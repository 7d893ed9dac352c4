import { fsLakeReader } from '../../src/adapters/fs/lake-reader.ts';
import { openApp } from '../../src/app.ts';
import { nodeHashing } from '../../src/core/node-hashing.ts';
import { readLakeLeaf } from '../../src/model/lake-leaf.ts';
import type { IndexedLeaf } from '../../src/model/lake-view.ts';
import { verifyLake } from '../../src/verify/verify-lake.ts';
import { report } from '../measure.ts';
import { silent } from '../world/world.ts';

/** Verifies `lake/` and `people/` of a data directory. */
const [data = ''] = process.argv.slice(2);
const app = openApp(data, { progress: silent });
const log = app.log();
if (!log.ok) throw new Error(log.error.message);
const state = log.value.state();
if (!state.ok) throw new Error(state.error.message);
const { treeSize } = state.value;
await report(async () => {
  const leaves: IndexedLeaf[] = [];
  for await (const { index, entry } of log.value.entries(0, treeSize)) {
    const leaf = readLakeLeaf(entry);
    if (leaf === 'malformed') throw new Error(`leaf ${index} is malformed`);
    if (leaf !== null) leaves.push({ index, leaf });
  }
  const { files, bytes, differences } = verifyLake({ leaves, reader: fsLakeReader(data), hashing: nodeHashing });
  return { files, bytes, differences: differences.length };
});
await app.close();
