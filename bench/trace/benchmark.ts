/**
 * `node bench/trace/benchmark.ts [--seeds 1-300] [--only TEXT,…] [--out FILE]`: the tracing table of the brief, case by case.
 * `--seeds 1-0` only prints what stands in FILE.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runBenchmark } from './benchmark-run.ts';
import { benchmarkTables } from './benchmark-table.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1-300' },
    only: { type: 'string', default: '' },
    out: { type: 'string', default: join(tmpdir(), 'candour-trace-benchmark.ndjson') },
  },
});
const [first = 1, last = first] = values.seeds.split('-').map(Number);
const cases = runBenchmark({ first, last, only: values.only.split(','), out: values.out });
process.stdout.write(`${benchmarkTables(cases)}\n`);
