/**
 * `node bench/trace/large.ts DATA [--records 5000] [--rounds 3] [--replays 0]`: the trace over a large lake, beside the plain semijoin and the
 * per-actor approximate volumes that it cannot do without, in turn, each in a process of its own. Exit 1 when it names another than
 * the one of whom the list was drawn.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machine, type Run, runOnce, shown, spread } from '../measure.ts';
import { drawList } from './draw-list.ts';
import { table } from './markdown-table.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    records: { type: 'string', default: '5000' },
    rounds: { type: 'string', default: '3' },
    replays: { type: 'string', default: '0' },
  },
});
const [data = ''] = positionals;
const list = join(tmpdir(), `candour-list-${values.records}.csv`);
const culprit = await drawList(data, Number(values.records), list);
const here = (script: string): string => join(import.meta.dirname, script);
const contenders: Readonly<Record<string, () => Promise<Run>>> = {
  'plain semijoin': () => runOnce(here('plain-scan.ts'), ['semijoin', data, list]),
  'per-actor approximate volumes': () => runOnce(here('plain-scan.ts'), ['volumes', data]),
  Candour: () => runOnce(here('timed-trace.ts'), [data, list, values.replays]),
};
const runs = new Map<string, Run[]>();
for (let round = 0; round < Number(values.rounds); round += 1)
  for (const [name, contend] of Object.entries(contenders)) {
    const run = await contend();
    runs.set(name, [...(runs.get(name) ?? []), run]);
    process.stderr.write(
      `  ${name}: ${run.seconds.toFixed(2)} s, ${run.peakMb.toFixed(0)} MB ${JSON.stringify(run.answer)}\n`,
    );
  }
const seconds = (name: string): number => spread((runs.get(name) ?? []).map((run) => run.seconds)).median;
const plain = seconds('plain semijoin') + seconds('per-actor approximate volumes');
const lines = [...runs].map(([name, of]) => [
  name,
  shown(spread(of.map((run) => run.seconds))),
  spread(of.map((run) => run.cpuSeconds)).median.toFixed(1),
  spread(of.map((run) => run.peakMb)).max.toFixed(0),
]);
process.stdout.write(`${values.records} records, ${values.replays} replays, ${machine()}

${table([['', 'seconds, median (min–max)', 'cpu-s', 'peak MB'], ...lines])}

Candour takes ${(seconds('Candour') / plain).toFixed(2)} times the two together.
`);
process.exitCode = runs.get('Candour')?.every(({ answer }) => answer['named'] === culprit) === true ? 0 : 1;
