import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { folderLogReader } from '../../src/adapters/log/folder-log-reader.ts';
import { CHUNK_BYTES } from '../../src/core/chunk-fold.ts';
import { seededRandom } from '../../src/core/random.ts';
import { verifyData } from '../../src/verification.ts';
import { silent } from '../world/world.ts';
import { memoryLake, memoryLog, type Place } from './memory-directory.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    random: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help || values.data === undefined) {
  process.stderr.write(`node bench/verify/flip.ts --data DIR [--random N]

Flips bytes of the files under log/, lake/ and people/, one at a time and in memory only, and verifies after each: every byte of
every file, or N seeded random ones. Says how many were found and named, to the chunk; exit 1 unless all were.

After a flip only what the file belongs to is verified again: its batch or import, with the same verifier and the hashes of chunks
that were not touched kept from before, or its log, whole. The directory is verified as a whole, from the disk, at the start and the
end, and its memory copy at the end. Rows of state/ have a test of their own (tests/state/verify.test.ts).

Example:
  node bench/verify/flip.ts --data ./candour-data --random 10000
`);
  process.exit(values.help ? 0 : 2);
}

const root = values.data;
const startedAt = performance.now();
async function verifyWhole(when: string): Promise<void> {
  const verdict = await verifyData(root, null, silent);
  if (!verdict.ok || !verdict.value.ok) throw new Error(`the directory has differences ${when}`);
}
await verifyWhole('before anything was flipped');

const notices = join(root, 'log', 'notices');
const lake = memoryLake(root);
const places: readonly Place[] = [
  ...memoryLog('log', folderLogReader(join(root, 'log'), ['notices'])),
  ...(existsSync(notices) ? readdirSync(notices) : []).flatMap((id) =>
    memoryLog(`log/notices/${id}`, folderLogReader(join(notices, id))),
  ),
  ...lake.places,
];
const total = places.reduce((sum, { bytes }) => sum + bytes.length, 0);

/** The file in which byte `n` of all files lies, and where in it. */
function placeOf(n: number): readonly [Place, number] {
  let left = n;
  for (const place of places) {
    if (left < place.bytes.length) return [place, left];
    left -= place.bytes.length;
  }
  throw new Error(`no byte ${n}`);
}

function* flipsToDo(): Generator<readonly [Place, number]> {
  if (values.random === undefined)
    for (const place of places) for (let at = 0; at < place.bytes.length; at += 1) yield [place, at];
  else {
    const random = seededRandom(20_261_125);
    for (let n = 0; n < Number(values.random); n += 1) yield placeOf(Math.floor(random() * total));
  }
}

let flips = 0;
let named = 0;
for (const [place, at] of flipsToDo()) {
  const { path, bytes } = place;
  // Never 0, so the byte changes; another bit each time.
  const bit = 1 << (flips % 8);
  bytes[at] = (bytes[at] ?? 0) ^ bit;
  const found = place.differences(at);
  bytes[at] = (bytes[at] ?? 0) ^ bit;
  flips += 1;
  const hit = found.some(({ file, from, to }) => file === path && from <= at && at < to && to - from <= CHUNK_BYTES);
  if (hit && found.every(({ file }) => file === path)) named += 1;
  else process.stdout.write(`${path} at ${at}: ${JSON.stringify(found)}\n`);
}
const left = [...lake.differencesOfAll(), ...places.flatMap((place) => place.differences(null))];
if (left.length > 0) throw new Error('the memory copy has differences after all flips were undone');
await verifyWhole('at the end');
process.stdout.write(
  `${JSON.stringify({ files: places.length, bytes: total, flips, named, seconds: Math.round(performance.now() - startedAt) / 1000 })}\n`,
);
process.exitCode = flips > 0 && named === flips ? 0 : 1;
