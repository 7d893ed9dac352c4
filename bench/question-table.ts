import { join } from 'node:path';
import { interleave, type Run, runOnce, shown, spread } from './measure.ts';

/**
 * One question put to plain SQL and to Candour over the same files; the answers are compared before the times. `candour`: name of each way
 * of asking it → what its script is told besides the directory.
 */
export async function questionTable(
  scenario: 'scope' | 'trace',
  data: string,
  rounds: number,
  candour: Readonly<Record<string, readonly string[]>> = { Candour: [] },
): Promise<readonly string[]> {
  const run = (script: string, args: readonly string[]) => () =>
    runOnce(join('bench', scenario, script), [data, ...args]);
  const runs = await interleave(rounds, {
    'plain SQL': run('by-hand.ts', []),
    ...Object.fromEntries(Object.entries(candour).map(([name, args]) => [name, run('candour.ts', args)])),
  });
  return [
    '| | seconds, median (min–max) | cpu-s | peak MB |',
    '|---|---|---|---|',
    ...Object.entries(runs).map(([name, list]) => row(name, list)),
    '',
    `Same answer: ${Object.entries(runs['plain SQL']?.[0]?.answer ?? {})
      .map(([name, value]) => `${name} ${value}`)
      .join('; ')}.`,
    '',
  ];
}

function row(name: string, list: readonly Run[]): string {
  const seconds = shown(spread(list.map((one) => one.seconds)));
  const cpu = spread(list.map((one) => one.cpuSeconds)).median.toFixed(1);
  return `| ${name} | ${seconds} | ${cpu} | ${spread(list.map((one) => one.peakMb)).max.toFixed(0)} |`;
}
