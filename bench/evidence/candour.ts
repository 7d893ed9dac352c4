import { randomFillSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openEvidenceLog } from '../../src/adapters/log/evidence-log.ts';
import { folderLogReader } from '../../src/adapters/log/folder-log-reader.ts';
import { writerLock } from '../../src/adapters/sqlite/writer-lock.ts';
import { nodeHashing } from '../../src/core/node-hashing.ts';
import { parseSigningKey } from '../../src/core/node-signer.ts';
import { nodeTreeHasher } from '../../src/core/node-tree-hasher.ts';
import { checkLog } from '../../src/verify/log/check-log.ts';

// One process: `clients` appends of `array` entries of 271 random bytes are always under way, each begun when the one before it is
// under a published checkpoint, as in shared/peers/tessera/main.go. Prints one line of JSON.
const ENTRY_BYTES = 271;
const [folder = '', clientsText = '64', arrayText = '1', secondsText = '8'] = process.argv.slice(2);
const [clients, array, seconds] = [clientsText, arrayText, secondsText].map(Number) as [number, number, number];

if (existsSync(folder)) rmSync(folder, { recursive: true });
mkdirSync(join(folder, 'state'), { recursive: true });
const lock = writerLock(join(folder, 'state', 'lock.sqlite'));
const opened = openEvidenceLog({
  folder: join(folder, 'log'),
  staging: join(folder, 'state', 'staged'),
  decisionPath: join(folder, 'state', 'log.sqlite'),
  log: 'main',
  keyPath: join(folder, 'keys', 'log.key'),
  origin: null,
  withLock: (work) => lock.whileHeld(60_000, work),
});
if (!opened.ok) throw new Error(opened.error.message);
const log = opened.value;

/** The engine compiles while it runs: what a first second of the same load gives does not count. */
const WARM_MS = 1000;

const latencies: number[] = [];
let appended = 0;

async function client(endAt: number): Promise<void> {
  while (performance.now() < endAt) {
    const bytes = randomFillSync(new Uint8Array(array * ENTRY_BYTES));
    const entries = Array.from({ length: array }, (_, n) => bytes.subarray(n * ENTRY_BYTES, (n + 1) * ENTRY_BYTES));
    const began = performance.now();
    const answer = await log.append(entries);
    if (!answer.ok) throw new Error(answer.error.message);
    latencies.push(performance.now() - began);
    appended += array;
  }
}

async function load(ms: number): Promise<void> {
  const endAt = performance.now() + ms;
  await Promise.all(Array.from({ length: clients }, () => client(endAt)));
}

await load(WARM_MS);
const warm = appended;
latencies.length = 0;
const cpu = process.cpuUsage();
const startedAt = performance.now();
await load(seconds * 1000);
const elapsed = (performance.now() - startedAt) / 1000;
const { user, system } = process.cpuUsage(cpu);
const counted = appended - warm;
await log.close();
expectWhole();
latencies.sort((a, b) => a - b);
const at = (share: number): number =>
  latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
process.stdout.write(
  `${JSON.stringify({ perSecond: counted / elapsed, p50: at(0.5), p99: at(0.99), cpuMicros: (user + system) / counted })}\n`,
);

/** No figure for a log that is not what it says. */
function expectWhole(): void {
  const key = parseSigningKey(readFileSync(join(folder, 'keys', 'log.key'), 'utf8'));
  if (!key.ok) throw new Error(key.error.message);
  const verdict = checkLog({
    reader: folderLogReader(join(folder, 'log')),
    verifier: key.value.key,
    witnesses: [],
    hashing: nodeHashing,
    hasher: nodeTreeHasher,
  });
  if (verdict.treeSize !== appended || verdict.differences.length > 0)
    throw new Error(`appended ${appended}, the log has ${verdict.treeSize}; ${verdict.differences.length} differences`);
}
