import { fileURLToPath } from 'node:url';
import { interleave, runOnce, shown, spread } from '../measure.ts';

/** All laws over a thousand varied fact sets; each law by itself must give the same document. */
export async function dutiesScenario(_scratch: string, quick: boolean): Promise<string> {
  const script = fileURLToPath(new URL('candour.ts', import.meta.url));
  const count = quick ? '100' : '1000';
  const runs = await interleave(quick ? 1 : 5, {
    'all laws together': () => runOnce(script, ['together', count]),
    'law by law': () => runOnce(script, ['one-by-one', count]),
  });
  const [first] = Object.values(runs).flat();
  const answer = Object.entries(first?.answer ?? {}).map(([key, value]) => `${key} ${value}`);
  return [
    `## Duties: ${first?.answer['laws'] ?? 0} laws over ${count} fact sets`,
    '',
    'The time to derive every duty with reasons, deadlines, arithmetic and citations, and to hash the documents; loading the packs is not in it.',
    '',
    '| | seconds, median (min–max) | cpu-s | peak MB |',
    '|---|---|---|---|',
    ...Object.entries(runs).map(
      ([name, each]) =>
        `| ${name} | ${shown(spread(each.map(({ seconds }) => seconds)))} | ${spread(each.map(({ cpuSeconds }) => cpuSeconds)).median.toFixed(1)} | ${spread(each.map(({ peakMb }) => peakMb)).median.toFixed(0)} |`,
    ),
    '',
    `Same answer: ${answer.join(', ')}.`,
    '',
  ].join('\n');
}
