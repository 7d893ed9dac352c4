import { parseArgs } from 'node:util';
import { CHUNK_BYTES } from '../../src/core/chunk-fold.ts';
import { seededRandom } from '../../src/core/random.ts';
import { memoryFiles } from '../../tests/verify/memory-reader.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    random: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help || values.data === undefined) {
  process.stderr.write(`node bench/verify/flip.ts --data DIR [--random N]

Flips bytes of the files under lake/ and people/, one at a time and in memory only, and verifies after each: every byte of every
file, or N seeded random ones. Says how many were found and named, to the chunk; exit 1 unless all were.

Example:
  node bench/verify/flip.ts --data ./candour-data --random 10000
`);
  process.exit(values.help ? 0 : 2);
}

const memory = memoryFiles(values.data);
const names = [...memory.files.keys()];
const total = [...memory.files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
if (memory.differences().length > 0) throw new Error('the directory has differences before anything was flipped');

/** Where byte `n` of all files lies. */
function placeOf(n: number): readonly [string, number] {
  let left = n;
  for (const name of names) {
    const length = memory.files.get(name)?.length ?? 0;
    if (left < length) return [name, left];
    left -= length;
  }
  throw new Error(`no byte ${n}`);
}

function* places(): Generator<readonly [string, number]> {
  if (values.random === undefined) for (let n = 0; n < total; n += 1) yield placeOf(n);
  else {
    const random = seededRandom(20_261_125);
    for (let n = 0; n < Number(values.random); n += 1) yield placeOf(Math.floor(random() * total));
  }
}

let flips = 0;
let named = 0;
const startedAt = performance.now();
for (const [name, place] of places()) {
  const bytes = memory.files.get(name);
  if (bytes === undefined) continue;
  // Never 0, so the byte changes; another bit each time.
  const bit = 1 << (flips % 8);
  bytes[place] = (bytes[place] ?? 0) ^ bit;
  const found = memory.differences();
  bytes[place] = (bytes[place] ?? 0) ^ bit;
  flips += 1;
  const [only] = found;
  if (
    found.length === 1 &&
    only?.file === name &&
    only.from <= place &&
    place < only.to &&
    only.to - only.from <= CHUNK_BYTES
  )
    named += 1;
  else process.stdout.write(`${name} at ${place}: ${JSON.stringify(found)}\n`);
}
process.stdout.write(
  `${JSON.stringify({ files: names.length, bytes: total, flips, named, seconds: Math.round(performance.now() - startedAt) / 1000 })}\n`,
);
process.exitCode = flips > 0 && named === flips ? 0 : 1;
