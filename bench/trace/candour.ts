import { join } from 'node:path';
import { openApp } from '../../src/app.ts';
import { openCase } from '../../src/workflow/open-case.ts';
import { traceInput, traceLeak } from '../../src/workflow/trace-leak.ts';
import { report } from '../measure.ts';
import { silent } from '../world/world.ts';

/** `DATA REPLAYS` */
const [data = '', replays = '0'] = process.argv.slice(2);
const app = openApp(data, { progress: silent });
await report(async () => {
  const deps = await app.deps();
  const opened = await openCase.run({ title: 'benchmark', finding: null }, deps);
  if (!opened.ok) throw new Error(opened.error.message);
  const leak = join(data, 'simulation', 'leak.csv');
  const input = traceInput.parse({ case: opened.value.case, leak, replays: Number(replays) });
  const trace = await traceLeak.run(input, deps);
  if (!trace.ok) throw new Error(trace.error.message);
  return { first: trace.value.named[0]?.actor ?? 'nobody' };
});
await app.close();
