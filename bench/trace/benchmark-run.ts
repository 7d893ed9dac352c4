import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { type BenchmarkCase, runCase } from './benchmark-case.ts';
import { BENCHMARK_ROWS, type BenchmarkRow, ORGANISATIONS, type OrganisationName } from './benchmark-row.ts';
import { organisation } from './organisation.ts';

/** The large organisation takes five times as long; a fifth of the seeds. */
const LARGE_EACH = 5;
/**
 * Replays before a name is shown, as many as the product runs by itself: of every list by nobody in the log, and of the others, where there is
 * nearly always a name and they would take most of the time, every thirtieth seed.
 */
const REPLAYS = 200;
const REPLAYED_EACH = 30;

export interface BenchmarkRun {
  readonly first: number;
  readonly last: number;
  /** Only rows whose names hold one of these. */
  readonly only: readonly string[];
  /** One case a line; what stands there is not run again, so that the run can be stopped and taken up. */
  readonly out: string;
}

/** Runs what is due, and gives all cases of the file. About 9 s of one core a seed. */
export function runBenchmark({ first, last, only, out }: BenchmarkRun): readonly BenchmarkCase[] {
  const done = new Map<string, BenchmarkCase>();
  if (existsSync(out))
    for (const line of readFileSync(out, 'utf8').split('\n')) {
      if (!line.endsWith('}')) continue;
      const one = JSON.parse(line) as BenchmarkCase;
      done.set(`${one.row}/${one.seed}`, one);
    }
  for (let seed = first; seed <= last; seed += 1) {
    const due = BENCHMARK_ROWS.filter(
      (row) =>
        only.some((text) => row.id.includes(text)) &&
        !done.has(`${row.id}/${seed}`) &&
        (row.organisation !== 'large' || seed % LARGE_EACH === 0),
    );
    for (const [name, rows] of Map.groupBy(due, (row) => row.organisation))
      for (const one of casesOf(name, rows, seed)) {
        done.set(`${one.row}/${one.seed}`, one);
        appendFileSync(out, `${JSON.stringify(one)}\n`);
      }
    if (due.length > 0) process.stderr.write(`seed ${seed}\n`);
  }
  return [...done.values()];
}

function* casesOf(name: OrganisationName, rows: readonly BenchmarkRow[], seed: number): Generator<BenchmarkCase> {
  const made = organisation(seed * 16 + Object.keys(ORGANISATIONS).indexOf(name), ORGANISATIONS[name]);
  for (const row of rows)
    yield runCase(made, row, seed, row.kind === 'null' || seed % REPLAYED_EACH === 0 ? REPLAYS : 0);
}
