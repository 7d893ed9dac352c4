import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { AppendRun } from './append-run.ts';

/** The peer's source lies beside the checkout, never in it. */
const PEER = resolve('../shared/peers/tessera');

/** Tessera's POSIX log, built; or why it cannot be measured here. */
export type Tessera = { readonly binary: string } | { readonly reason: string };

/** Builds the peer in the scratch folder (the Go module proxy is asked for its modules). */
export function buildTessera(scratch: string): Tessera {
  if (!existsSync(PEER)) return { reason: 'its source is not at hand (../shared/peers/tessera)' };
  const folder = join(scratch, 'tessera');
  mkdirSync(folder, { recursive: true });
  for (const file of ['go.mod', 'go.sum', 'main.go']) copyFileSync(join(PEER, file), join(folder, file));
  const built = spawnSync('go', ['build', '-o', 'tb', '.'], { cwd: folder, encoding: 'utf8' });
  if (built.error !== undefined) return { reason: 'Go is not installed' };
  return built.status === 0 ? { binary: join(folder, 'tb') } : { reason: 'it does not build here' };
}

/** One run into an empty folder; every client waits until its entry is under a published checkpoint. */
export function runTessera(binary: string, folder: string, clients: number, batch: number, seconds: number): AppendRun {
  rmSync(folder, { recursive: true, force: true });
  const args = ['-dir', folder, '-clients', clients, '-batch', batch, '-seconds', seconds].map(String);
  const { stdout } = spawnSync(binary, args, { encoding: 'utf8' });
  const match = /: (\d+) entries\/s, p50 (\d+) ms, p99 (\d+) ms/.exec(stdout);
  if (match === null) throw new Error(`the peer printed no figures: ${stdout}`);
  const [perSecond, p50, p99] = match.slice(1).map(Number) as [number, number, number];
  return { perSecond, p50, p99, cpuMicros: null };
}
