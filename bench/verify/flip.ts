import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readWitnessPolicy } from '../../src/adapters/fs/evidence-file.ts';
import { folderLogReader } from '../../src/adapters/log/folder-log-reader.ts';
import { CHUNK_BYTES } from '../../src/core/chunk-fold.ts';
import { seededRandom } from '../../src/core/random.ts';
import { verifyData } from '../../src/verification.ts';
import { silent } from '../world/world.ts';
import { memoryLake, memoryLog, type Place } from './memory-directory.ts';
import { makeSmallDirectory } from './small-directory.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    random: { type: 'string' },
    disk: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help || (values.disk && values.random === undefined)) {
  process.stderr.write(`node bench/verify/flip.ts [--data DIR] [--random N [--disk]]

Flips bytes of the files under log/, lake/ and people/, one at a time, and verifies after each: every byte of every file, or N seeded
random ones. Says how many were found and named, to the chunk; exit 1 unless all were. Without --data it makes a small directory with
something of everything in it.

Files are flipped in memory, and after a flip only what the file belongs to is verified again: its batch or import, with the same
verifier and the hashes of chunks that were not touched kept from before, or its log, whole, with signatures that held before
remembered. The directory is verified as a whole, from the disk, at the start and the end. With --disk each byte is flipped in the file
itself and the whole directory verified. Rows of state/: bench/verify/rows.ts.

Examples:
  node bench/verify/flip.ts
  node bench/verify/flip.ts --data ./candour-data --random 10000
`);
  process.exit(values.help ? 0 : 2);
}

const startedAt = performance.now();
const scratch = values.data === undefined ? mkdtempSync(join(tmpdir(), 'candour-flip-')) : null;
const root = values.data ?? join(scratch ?? '', 'data');
if (scratch !== null) await makeSmallDirectory(root, scratch);

const differencesOfAll = async () => {
  const verdict = await verifyData(root, null, silent);
  if (!verdict.ok) throw new Error(verdict.error.message);
  return verdict.value.faults;
};
async function verifyWhole(when: string): Promise<void> {
  const faults = await differencesOfAll();
  if (faults.length > 0) throw new Error(`the directory has differences ${when}: ${JSON.stringify(faults[0])}`);
}
await verifyWhole('before anything was flipped');

const policy = readWitnessPolicy(root);
if (!policy.ok) throw new Error(policy.error.message);
const witnesses = policy.value.witnesses.map(({ key }) => key);
const notices = join(root, 'log', 'notices');
const places: readonly Place[] = [
  ...memoryLog('log', folderLogReader(join(root, 'log'), ['notices']), witnesses),
  ...(existsSync(notices) ? readdirSync(notices) : []).flatMap((id) =>
    memoryLog(`log/notices/${id}`, folderLogReader(join(notices, id)), witnesses),
  ),
  ...memoryLake(root),
];
const total = places.reduce((sum, { bytes }) => sum + bytes, 0);
for (const place of places) if (place.bytes > 0 && place.differences(0, 0).length > 0) throw new Error(place.path);

/** The file in which byte `n` of all files lies, and where in it. */
function placeOf(n: number): readonly [Place, number] {
  let left = n;
  for (const place of places) {
    if (left < place.bytes) return [place, left];
    left -= place.bytes;
  }
  throw new Error(`no byte ${n}`);
}

function* flipsToDo(): Generator<readonly [Place, number]> {
  if (values.random === undefined)
    for (const place of places) for (let at = 0; at < place.bytes; at += 1) yield [place, at];
  else {
    const random = seededRandom(20_261_125);
    for (let n = 0; n < Number(values.random); n += 1) yield placeOf(Math.floor(random() * total));
  }
}

/** Changes one byte of a file in its place. */
function xorOnDisk(path: string, at: number, mask: number): void {
  const fd = openSync(join(root, path), 'r+');
  const byte = new Uint8Array(1);
  readSync(fd, byte, 0, 1, at);
  writeSync(
    fd,
    byte.map((one) => one ^ mask),
    0,
    1,
    at,
  );
  closeSync(fd);
}

async function differencesAfter({ path, differences }: Place, at: number, mask: number) {
  if (!values.disk) return differences(at, mask);
  xorOnDisk(path, at, mask);
  try {
    return await differencesOfAll();
  } finally {
    xorOnDisk(path, at, mask);
  }
}

const SAY_EACH_MS = 10_000;
let flips = 0;
let named = 0;
let saidAt = performance.now();
process.stderr.write(`${total} bytes in ${places.length} files verified; flipping\n`);
for (const [place, at] of flipsToDo()) {
  const { path } = place;
  // Never 0, so the byte changes; another bit each time.
  const found = await differencesAfter(place, at, 1 << (flips % 8));
  flips += 1;
  const hit = found.some(
    ({ file, from, to }) =>
      file === path && from !== null && to !== null && from <= at && at < to && to - from <= CHUNK_BYTES,
  );
  if (hit && found.every(({ file }) => file === path)) named += 1;
  else process.stdout.write(`${path} at ${at}: ${JSON.stringify(found)}\n`);
  if (performance.now() - saidAt < SAY_EACH_MS) continue;
  saidAt = performance.now();
  process.stderr.write(`${flips} flips, ${named} named\n`);
}
await verifyWhole('at the end');
process.stdout.write(
  `${JSON.stringify({ files: places.length, bytes: total, flips, named, seconds: Math.round(performance.now() - startedAt) / 1000 })}\n`,
);
process.exitCode = flips > 0 && named === flips ? 0 : 1;
if (scratch !== null) rmSync(scratch, { recursive: true });
