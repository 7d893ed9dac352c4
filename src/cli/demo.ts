import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { err, ok } from '../core/result.ts';
import { DEMO_CULPRITS } from '../testing/company/demo-story.ts';
import { SIZES } from '../testing/company/knob.ts';
import { type DemoOutcome, runDemo } from '../workflow/run-demo.ts';
import { cliFault } from './fault.ts';
import { serveUntilStopped } from './serve.ts';
import { callerPath, type GlobalOptions, type OpenApp, runVerb, seed, wholeNumber } from './shell.ts';

interface DemoOptions extends GlobalOptions {
  readonly seed: number;
  readonly size: (typeof SIZES)[number];
  readonly serve: boolean;
  readonly port?: number;
}

/** Only a folder that an earlier demo made is ever emptied. */
const MARK = '.candour-demo';

export function demoCommand(openApp: OpenApp): Command {
  return new Command('demo')
    .option('--data <dir>', 'made anew at every run', './candour-demo')
    .option('--json', 'one JSON document on stdout, all else on stderr', false)
    .option('--seed <n>', 'another company, another leak', seed, 7)
    .addOption(new Option('--size <size>', 'how big').choices(SIZES).default('small'))
    .option('--serve', 'serve the report and the notices on a local page afterwards', false)
    .option('--port <n>', 'of the local page; default: 4717, or any free one', wholeNumber)
    .addHelpText('after', '\nExample:\n  candour demo --seed 7 --serve')
    .action(async (options: DemoOptions) => {
      const data = callerPath(options.data);
      if (existsSync(data) && readdirSync(data).length > 0 && !existsSync(join(data, MARK))) {
        const fault = cliFault(
          'CLI_NOT_A_DEMO',
          `preparing the demo: ${options.data} holds something that no demo made`,
        );
        await runVerb(openApp, { ...options, data }, async () => err(fault));
        return;
      }
      rmSync(data, { recursive: true, force: true });
      mkdirSync(data, { recursive: true, mode: 0o700 });
      writeFileSync(join(data, MARK), '');
      const startedAt = performance.now();
      await runVerb(openApp, options, async (app) => {
        const outcome = await runDemo({
          deps: await app.deps(),
          leakPath: join(data, 'simulation', 'leak.csv'),
          simulate: () => app.simulate({ seed: options.seed, size: options.size, culprits: DEMO_CULPRITS }, null),
          say: (line) => process.stderr.write(`${line}\n`),
        });
        if (!outcome.ok) return outcome;
        const report = await app.writeReport(outcome.value.case, join(data, 'report.html'));
        if (!report.ok) return report;
        const seconds = Math.round(performance.now() - startedAt) / 1000;
        const document = { ...outcome.value, report: join(data, 'report.html'), seconds };
        const text = textOf(outcome.value, seconds);
        if (!options.serve) return ok({ document, text, wanting: !outcome.value.same });
        process.stderr.write(`${text}\n`);
        await serveUntilStopped(app, options.port, `/case/${outcome.value.case}`);
        return ok({ document, text: '', wanting: !outcome.value.same });
      });
    });
}

function textOf(outcome: DemoOutcome, seconds: number): string {
  const width = Math.max(...outcome.comparisons.map(({ question }) => question.length));
  const lines = outcome.comparisons.map(
    ({ question, found, truth, verdict }) =>
      `  ${(verdict === 'other' ? 'OTHER' : verdict).padEnd(5)}  ${question.padEnd(width)}  ${found}${found === truth ? '' : `   (truth: ${truth})`}`,
  );
  return ['', `found, against the truth that the simulator kept (${seconds.toFixed(1)} s):`, ...lines].join('\n');
}
