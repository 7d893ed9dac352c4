import { execFileSync } from 'node:child_process';
import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { shown, spread } from '../measure.ts';
import type { AppendRun } from './append-run.ts';
import { buildTessera, runTessera, type Tessera } from './tessera.ts';

/** How entries come: `array` in one call, and the peer's batch size for as many clients. */
interface Load {
  readonly clients: number;
  readonly array: number;
  /** Null: the peer has no call for many entries. */
  readonly batch: number | null;
}

const LOADS: readonly Load[] = [
  { clients: 64, array: 1, batch: 256 },
  { clients: 512, array: 1, batch: 256 },
  { clients: 4096, array: 1, batch: 2048 },
  { clients: 8, array: 1000, batch: null },
];

/** Appends to the evidence log, each waiting until it is under a published checkpoint, in turn with Tessera's POSIX log. */
export function evidenceScenario(scratch: string, quick: boolean): Promise<string> {
  const [rounds, seconds] = quick ? [1, 3] : [3, 8];
  const folder = join(scratch, 'evidence');
  mkdirSync(folder, { recursive: true });
  const tessera = buildTessera(scratch);
  const syncs: number[] = [];
  const rows = LOADS.flatMap((load) => {
    const [ours, theirs]: [AppendRun[], AppendRun[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      syncs.push(...syncTimes(folder));
      ours.push(candour(folder, load, seconds));
      if ('binary' in tessera && load.batch !== null)
        theirs.push(runTessera(tessera.binary, join(folder, 'peer'), load.clients, load.batch, seconds));
    }
    return [row('Candour', load, ours), ...peerRow(tessera, load, theirs)];
  });
  rmSync(folder, { recursive: true, force: true });
  return Promise.resolve(
    [
      '## Evidence log: appends of 271 bytes, each waiting for its published checkpoint',
      '',
      'A beat of 100 ms; every byte of every commit is synced before it is acknowledged, and every log of ours is derived anew from its entries before',
      `its figures count. Ours runs a second of the same load first, uncounted. One write of 8 KiB with its fsync on this disk, between the runs: ${shown(spread(syncs))} ms. ${'reason' in tessera ? `Tessera was not measured: ${tessera.reason}.` : ''}`,
      '',
      '| clients × entries a call | log | entries/s, median (min–max) | p50 ms | p99 ms | cpu µs an entry |',
      '|---|---|---|---|---|---|',
      ...rows,
      '',
    ].join('\n'),
  );
}

function candour(folder: string, { clients, array }: Load, seconds: number): AppendRun {
  const args = [join('bench', 'evidence', 'candour.ts'), join(folder, 'ours'), clients, array, seconds].map(String);
  const run = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as AppendRun;
  process.stderr.write(`  ${clients} × ${array}: ${run.perSecond.toFixed(0)}/s, p99 ${run.p99.toFixed(0)} ms\n`);
  return run;
}

function row(log: string, { clients, array }: Load, runs: readonly AppendRun[]): string {
  const rate = spread(runs.map(({ perSecond }) => Math.round(perSecond)));
  const p50 = spread(runs.map((run) => run.p50));
  const p99 = spread(runs.map((run) => run.p99));
  const cpu = runs.flatMap(({ cpuMicros }) => (cpuMicros === null ? [] : [cpuMicros]));
  const cpuCell = cpu.length === 0 ? '' : shown(spread(cpu), 1);
  return `| ${clients} × ${array} | ${log} | ${shown(rate, 0)} | ${shown(p50, 0)} | ${shown(p99, 0)} | ${cpuCell} |`;
}

const peerRow = (tessera: Tessera, load: Load, runs: readonly AppendRun[]): readonly string[] =>
  'reason' in tessera || load.batch === null ? [] : [row(`Tessera, batch ${load.batch}`, load, runs)];

/** Milliseconds of 30 durable writes of 8 KiB. */
function syncTimes(folder: string): readonly number[] {
  const path = join(folder, 'sync');
  const bytes = new Uint8Array(8192);
  return Array.from({ length: 30 }, () => {
    const began = performance.now();
    const fd = openSync(path, 'w');
    writeSync(fd, bytes);
    fsyncSync(fd);
    closeSync(fd);
    return performance.now() - began;
  });
}
