import { join } from 'node:path';
import { interleave, type Run, runOnce, shown, spread } from './measure.ts';

/** One question put to Candour and to plain SQL over the same files; the answers are compared before the times. */
export async function questionTable(
  scenario: 'scope' | 'trace',
  data: string,
  rounds: number,
): Promise<readonly string[]> {
  const run = (script: string) => () => runOnce(join('bench', scenario, script), [data]);
  const runs = await interleave(rounds, { 'plain SQL': run('by-hand.ts'), Candour: run('candour.ts') });
  return [
    '| | seconds, median (min–max) | cpu-s | peak MB |',
    '|---|---|---|---|',
    ...Object.entries(runs).map(([name, list]) => row(name, list)),
    '',
    `Same answer: ${Object.entries(runs['Candour']?.[0]?.answer ?? {})
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
