/**
 * `node bench/trace/benchmark.ts [--seeds 1-300] [--only TEXT] [--out FILE] [--table]`: the tracing table of the brief, case by case.
 * What stands in FILE already is not run again, so that the run can be stopped and taken up; --table only prints it.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BenchmarkCase, runCase } from './benchmark-case.ts';
import { BENCHMARK_ROWS, type BenchmarkRow, ORGANISATIONS, type OrganisationName } from './benchmark-row.ts';
import { benchmarkTables } from './benchmark-table.ts';
import { organisation } from './organisation.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1-300' },
    only: { type: 'string', default: '' },
    out: { type: 'string', default: join(tmpdir(), 'candour-trace-benchmark.ndjson') },
    table: { type: 'boolean', default: false },
  },
});
/** The large organisation takes five times as long; a fifth of the seeds. */
const LARGE_EACH = 5;

const done = new Map<string, BenchmarkCase>();
if (existsSync(values.out))
  for (const line of readFileSync(values.out, 'utf8').split('\n')) {
    if (!line.endsWith('}')) continue;
    const one = JSON.parse(line) as BenchmarkCase;
    done.set(`${one.row}/${one.seed}`, one);
  }
const [first = 1, last = first] = values.seeds.split('-').map(Number);
for (let seed = first; seed <= last && !values.table; seed += 1) {
  const due = BENCHMARK_ROWS.filter(
    (row) =>
      values.only.split(',').some((text) => row.id.includes(text)) &&
      !done.has(`${row.id}/${seed}`) &&
      (row.organisation !== 'large' || seed % LARGE_EACH === 0),
  );
  const byOrganisation = Map.groupBy(due, (row) => row.organisation);
  for (const [name, rows] of byOrganisation) for (const one of casesOf(name, rows, seed)) keep(one);
  if (due.length > 0) process.stderr.write(`seed ${seed}\n`);
}
process.stdout.write(`${benchmarkTables([...done.values()])}\n`);

function* casesOf(name: OrganisationName, rows: readonly BenchmarkRow[], seed: number): Generator<BenchmarkCase> {
  const made = organisation(seed * 16 + Object.keys(ORGANISATIONS).indexOf(name), ORGANISATIONS[name]);
  for (const row of rows) yield runCase(made, row, seed);
}

function keep(one: BenchmarkCase): void {
  done.set(`${one.row}/${one.seed}`, one);
  appendFileSync(values.out, `${JSON.stringify(one)}\n`);
}
