import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seededRandom } from '../../src/core/random.ts';
import { verifyData } from '../../src/verification.ts';
import { mutatedCopy } from '../../tests/state/state-mutation.ts';
import { silent } from '../world/world.ts';
import { lakeLeaves } from './memory-directory.ts';
import { makeSmallDirectory } from './small-directory.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    rows: { type: 'string', default: '1000' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) {
  process.stderr.write(`node bench/verify/rows.ts [--data DIR] [--rows N]

Changes, removes or adds one row of state/candour.sqlite, in copies of a data directory that nobody writes to, behind the triggers' back, and
verifies the whole directory after each. Says how many were found and named by table and key; exit 1 unless all were. Without --data it makes
a small directory with something of everything in it.

Example:
  node bench/verify/rows.ts --rows 1000
`);
  process.exit(0);
}

const startedAt = performance.now();
const scratch = mkdtempSync(join(tmpdir(), 'candour-rows-'));
const root = values.data ?? join(scratch, 'data');
if (values.data === undefined) await makeSmallDirectory(root, scratch);
const copy = join(scratch, 'copy');
cpSync(root, copy, { recursive: true });
const faultsOf = async () => {
  const verdict = await verifyData(copy, null, silent);
  if (!verdict.ok) throw new Error(verdict.error.message);
  return verdict.value.faults;
};
if ((await faultsOf()).length > 0) throw new Error('the directory has differences before anything was changed');

// Batches of before the writer committed to their secrets can only be checked for having one.
const salted = lakeLeaves(copy).every(({ leaf }) => leaf.type !== 'batch' || leaf.raw.salts !== undefined);
const random = seededRandom(20_261_125);
const [from, to] = [root, copy].map((folder) => join(folder, 'state', 'candour.sqlite'));
let named = 0;
const tables = new Map<string, number>();
for (let n = 0; n < Number(values.rows); n += 1) {
  const mutation = mutatedCopy(from ?? '', to ?? '', random, salted);
  const faults = await faultsOf();
  const table = /^\w+/.exec(mutation.what)?.[0] ?? '';
  tables.set(table, (tables.get(table) ?? 0) + 1);
  if (mutation.names(faults)) named += 1;
  else process.stdout.write(`${mutation.what}: ${JSON.stringify(faults)}\n`);
}
const seconds = Math.round(performance.now() - startedAt) / 1000;
process.stdout.write(
  `${JSON.stringify({ rows: Number(values.rows), named, tables: Object.fromEntries(tables), seconds })}\n`,
);
process.exitCode = Number(values.rows) > 0 && named === Number(values.rows) ? 0 : 1;
rmSync(scratch, { recursive: true });
