import { join } from 'node:path';
import { TRACE_MODEL } from '../../src/trace/trace-model.ts';
import { runBenchmark } from './benchmark-run.ts';
import { benchmarkTables } from './benchmark-table.ts';

/** The whole table: 300 seeds a row, 10,800 lists by nobody in the log; about three quarters of an hour of one core. */
export async function traceTableScenario(scratch: string, quick: boolean): Promise<string> {
  const out = join(scratch, `trace-table-${TRACE_MODEL.version}.ndjson`);
  const cases = runBenchmark({ first: 1, last: quick ? 2 : 300, only: [''], out });
  return `## Tracing, model ${TRACE_MODEL.version}, α = 0.001, without replays\n\n${benchmarkTables(cases)}\n`;
}
