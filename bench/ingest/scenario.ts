import { statSync } from 'node:fs';
import { join } from 'node:path';
import { interleave, runOnce, shown, spread } from '../measure.ts';
import { ensureLog } from './log-file.ts';

/** Native NDJSON into the lake with every guarantee on, against DuckDB's own read_json → Parquet of the same lines. */
export async function ingestScenario(scratch: string, quick: boolean): Promise<string> {
  const lines = quick ? 300_000 : 3_000_000;
  const log = join(scratch, `ingest-${lines}.ndjson`);
  await ensureLog(log, lines);
  const bytes = statSync(log).size;
  const run =
    (script: string, ...args: readonly string[]) =>
    () =>
      runOnce(join('bench', 'ingest', script), [log, ...args]);
  const runs = await interleave(quick ? 1 : 3, {
    'DuckDB, one file': run('duckdb.ts', join(scratch, 'duckdb.parquet')),
    'DuckDB, by day': run('duckdb.ts', join(scratch, 'duckdb-by-day'), 'by-day'),
    Candour: run('candour.ts', join(scratch, 'lake')),
  });
  const base = spread((runs['DuckDB, one file'] ?? []).map((one) => one.seconds)).median;
  const rows = Object.entries(runs).map(([name, list]) => {
    const seconds = spread(list.map((one) => one.seconds));
    const cpu = spread(list.map((one) => one.cpuSeconds));
    const memory = spread(list.map((one) => one.peakMb));
    return `| ${name} | ${shown(seconds)} | ${Math.round(lines / seconds.median).toLocaleString('en')} | ${(bytes / 1e6 / seconds.median).toFixed(0)} | ${cpu.median.toFixed(1)} | ${memory.max.toFixed(0)} | ${(base / seconds.median).toFixed(2)} |`;
  });
  const memory = await memoryRows(scratch, quick);
  return [
    `## Ingest: ${lines.toLocaleString('en')} native lines, ${(bytes / 1e6).toFixed(0)} MB`,
    '',
    'Candour keeps the raw records, removes duplicates exactly, quarantines, hashes and syncs every file and commits whole batches; DuckDB only parses and writes.',
    '',
    '| | seconds, median (min–max) | events/s | MB/s | cpu-s | peak MB | of the bare rate |',
    '|---|---|---|---|---|---|---|',
    ...rows,
    '',
    '| lines | peak MB of ingest |',
    '|---|---|',
    ...memory,
    '',
  ].join('\n');
}

/** Peak memory must not grow with the input. */
async function memoryRows(scratch: string, quick: boolean): Promise<readonly string[]> {
  const rows: string[] = [];
  for (const lines of quick ? [100_000, 300_000] : [3_000_000, 6_000_000, 12_000_000]) {
    const log = join(scratch, `ingest-${lines}.ndjson`);
    await ensureLog(log, lines);
    const run = await runOnce(join('bench', 'ingest', 'candour.ts'), [log, join(scratch, 'lake')]);
    rows.push(`| ${lines.toLocaleString('en')} | ${run.peakMb.toFixed(0)} |`);
  }
  return rows;
}
