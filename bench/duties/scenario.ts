import { fileURLToPath } from 'node:url';
import { interleave, type Run, runOnce, shown, spread } from '../measure.ts';

/** All laws over a thousand varied fact sets; each law by itself must give the same document. */
export async function dutiesScenario(_scratch: string, quick: boolean): Promise<string> {
  const script = fileURLToPath(new URL('candour.ts', import.meta.url));
  const count = quick ? '100' : '1000';
  const runs = await interleave(quick ? 1 : 3, {
    'all laws together': () => runOnce(script, ['deriving', count]),
    'and the documents written as JSON and hashed': () => runOnce(script, ['documents', count]),
    'law by law, written and hashed': () => runOnce(script, ['one-by-one', count]),
  });
  const conditions = fileURLToPath(new URL('condition.ts', import.meta.url));
  const asked = await interleave(quick ? 1 : 3, {
    'Candour, the conditions alone': () => runOnce(conditions, ['candour', count]),
    'the CEL library, the conditions alone': () => runOnce(conditions, ['cel', count]),
  });
  return [
    `## Duties: ${Object.values(runs)[0]?.[0]?.answer['laws'] ?? 0} laws over ${count} fact sets`,
    '',
    'The time to derive every duty with reasons, deadlines, arithmetic and citations; loading the packs is not in it, and 200 fact sets go before.',
    '',
    ...table(runs),
    "What one would write instead begins with a CEL library: which laws reach each group of people, and which of their duties' conditions hold, fail or are open; no count, deadline,",
    "recipient, reason or citation. Each expression is planned once; names without a value are errors, which CEL's `&&` and `||` absorb.",
    '',
    ...table(asked),
  ].join('\n');
}

function table(runs: Readonly<Record<string, readonly Run[]>>): readonly string[] {
  const [first] = Object.values(runs).flat();
  const answer = Object.entries(first?.answer ?? {}).map(([key, value]) => `${key} ${value}`);
  return [
    '| | seconds, median (min–max) | cpu-s | peak MB |',
    '|---|---|---|---|',
    ...Object.entries(runs).map(
      ([name, each]) =>
        `| ${name} | ${shown(spread(each.map(({ seconds }) => seconds)))} | ${spread(each.map(({ cpuSeconds }) => cpuSeconds)).median.toFixed(1)} | ${spread(each.map(({ peakMb }) => peakMb)).median.toFixed(0)} |`,
    ),
    '',
    `Same answer: ${answer.join(', ')}.`,
    '',
  ];
}
