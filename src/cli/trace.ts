import { Command } from 'commander';
import { ok } from '../core/result.ts';
import type { Trace } from '../model/trace.ts';
import { canarySentence } from '../trace/canary-bound.ts';
import { replaySentence } from '../trace/replay-sentence.ts';
import { planSentence } from '../workflow/plan-trace.ts';
import { traceInput, traceLeak } from '../workflow/trace-leak.ts';
import { callerPath, type GlobalOptions, type OpenApp, parsedInput, runVerb, withAsOf, withGlobals } from './shell.ts';

interface TraceOptions extends GlobalOptions {
  readonly leak: string;
  readonly alpha: string;
  readonly replays: string;
  readonly from?: string;
  readonly to?: string;
}

export function traceCommand(openApp: OpenApp): Command {
  return withAsOf(withGlobals(new Command('trace')))
    .argument('<case>')
    .requiredOption('--leak <file>', 'records found outside: CSV with a header, NDJSON, or a plain list')
    .option('--alpha <p>', 'tolerated probability of naming anybody innocent', '0.001')
    .option('--replays <n>', 'before a name is shown: leaks by nobody in the log, simulated on it; 0: none', '200')
    .option('--from <instant>', 'first access to look at')
    .option('--to <instant>', 'not included: when the list was seen outside')
    .addHelpText('after', '\nExample:\n  candour trace case-… --leak leak.csv --to 2026-03-25')
    .action(async (caseId: string, options: TraceOptions) => {
      const { from, to } = options;
      const input = parsedInput(traceInput, {
        case: caseId,
        leak: callerPath(options.leak),
        alpha: Number(options.alpha),
        replays: Number(options.replays),
        from,
        to,
      });
      await runVerb(openApp, options, async (app) => {
        const trace = await traceLeak.run(input, await app.deps());
        return trace.ok ? ok({ document: trace.value, text: textOf(trace.value) }) : trace;
      });
    });
}

function textOf(trace: Trace): string {
  const { records, linked, foreign } = trace.sample;
  return [
    `${trace.verdict}: ${records} records, ${linked} linked to customers, ${foreign} foreign`,
    ...(trace.sample.chance ?? [])
      .filter(({ byChance }) => byChance >= 0.5)
      .map(
        ({ key, linked: links, byChance }) =>
          `  of ${links} links by ${key === 'vague' ? 'masked or partial values' : key} ${byChance < links ? `about ${Math.round(byChance)}` : 'all'} may be by chance (measured on made-up people)`,
      ),
    ...trace.named.map(
      (one) =>
        `  ${one.actor}: e-value ${one.eValue.toExponential(1)} (needed at α = ${trace.alpha}: the number of actors / α), calibrated posterior ${one.posterior.toFixed(5)}`,
    ),
    ...(trace.window === null
      ? []
      : [`  taken between ${trace.window.from} and ${trace.window.to} (${trace.window.level * 100} %)`]),
    ...(trace.canaries === undefined ? [] : [`  ${canarySentence(trace.canaries)}`]),
    ...(trace.replay ? [`  ${replaySentence(trace.replay, trace.alpha)}`] : []),
    ...(trace.named.length > 0 && !trace.replay
      ? [
          '  no leaks were simulated on this log first (--replays 0): how often it would name somebody innocent here was not measured',
        ]
      : []),
    ...trace.apart.map((group) => `  ${group.persons} persons cannot be told apart`),
    ...(trace.moreRecordsNeeded !== null
      ? [`  about ${trace.moreRecordsNeeded} more records would be needed`]
      : trace.verdict === 'not-enough-data'
        ? ['  how many more records would be needed cannot be said; more of the same kind may not do']
        : []),
    ...(trace.plan === undefined ? [] : [`  ${planSentence(trace.plan)}`]),
    '  A number accuses nobody: check the innocent explanations first.',
  ].join('\n');
}
