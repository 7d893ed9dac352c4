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
  const evidence = await evidenceLines(join(scratch, 'lake'), quick);
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
    ...evidence,
    '',
    '| lines | peak MB of ingest |',
    '|---|---|',
    ...memory,
    '',
  ].join('\n');
}

/** What the commitment to each record costs, and how fast the lake that was just made is verified. */
async function evidenceLines(data: string, quick: boolean): Promise<readonly string[]> {
  const commit = (...args: readonly string[]): ReturnType<typeof runOnce> =>
    runOnce(join('bench', 'ingest', 'commitment.ts'), ['1000000', ...args]);
  const [withFold, without] = [await commit(), await commit('none')];
  const micros = ((withFold.cpuSeconds - without.cpuSeconds) * 1e6) / Number(withFold.answer['records']);
  const verified = await runOnce(join('bench', 'verify', 'lake.ts'), [data]);
  if (verified.answer['differences'] !== 0) throw new Error('the lake differs from its leaves');
  const megabytes = Number(verified.answer['bytes']) / 1e6;
  return [
    `Commitment to each record (salt, leaf, tree): ${micros.toFixed(2)} µs of processor time a record of 269 bytes${quick ? ' (one run)' : ''}.`,
    `Verifying that lake, every byte: ${(megabytes / verified.seconds).toFixed(0)} MB/s (${megabytes.toFixed(0)} MB in ${verified.seconds.toFixed(2)} s).`,
  ];
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
