import { Command, Option } from 'commander';
import { ok } from '../core/result.ts';
import { SIZES } from '../testing/company/knob.ts';
import type { Truth } from '../testing/company/truth.ts';
import { simulateInput } from '../workflow/simulate-company.ts';
import { callerPath, type GlobalOptions, type OpenApp, parsedInput, runVerb, seed } from './shell.ts';

interface SimulateOptions extends GlobalOptions {
  readonly out?: string;
  readonly seed: number;
  readonly size: string;
  readonly knob: Readonly<Record<string, unknown>>;
}

export function simulateCommand(openApp: OpenApp): Command {
  const knobs = Object.entries(simulateInput.shape).filter(([name]) => name !== 'seed' && name !== 'size');
  return new Command('simulate')
    .option(
      '--out <dir>',
      'write access.ndjson, customers.csv, workforce.csv, ties.csv, leak.csv, company.yml, truth.json here',
    )
    .option('--data <dir>', 'instead: take everything straight into this data directory', './candour-data')
    .option('--json', 'one JSON document on stdout, all else on stderr', false)
    .option('--seed <n>', 'the same seed gives the same bytes', seed, 1)
    .addOption(new Option('--size <size>', 'how big').choices(SIZES).default('small'))
    .option('--knob <name=value>', 'set a knob; may be repeated', knob, {})
    .addHelpText(
      'after',
      `\nKnobs:\n${knobs.map(([name, schema]) => `  ${name.padEnd(14)} ${schema.description ?? ''}`).join('\n')}`,
    )
    .addHelpText(
      'after',
      '\nExample:\n  candour simulate --out company --seed 7 --knob pace=bulk --knob culprits=2 --knob \'fields=["name","email"]\'',
    )
    .action(async (options: SimulateOptions, command: Command) => {
      if (options.out === undefined && command.getOptionValueSource('data') === 'default')
        command.error('error: expected --out DIR, or --data DIR');
      const input = parsedInput(simulateInput, { seed: options.seed, size: options.size, ...options.knob });
      await runVerb(openApp, options, async (app) => {
        const truth = await app.simulate(input, options.out === undefined ? null : callerPath(options.out));
        return truth.ok ? ok({ document: truth.value, text: textOf(truth.value) }) : truth;
      });
    });
}

/** `name=value`, the value as JSON where it is JSON. */
function knob(text: string, so: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const at = text.indexOf('=');
  const name = at === -1 ? text : text.slice(0, at);
  const value = at === -1 ? 'true' : text.slice(at + 1);
  try {
    return { ...so, [name]: JSON.parse(value) as unknown };
  } catch {
    return { ...so, [name]: value };
  }
}

const textOf = (truth: Truth): string =>
  [
    `${truth.lines.toLocaleString('en')} log lines, ${truth.accesses.toLocaleString('en')} accesses, ${truth.scale.customers.toLocaleString('en')} customers, ${truth.scale.actors} actors`,
    `the truth: ${truth.culprits.join(', ') || 'nobody of the company'} took ${truth.fields.join(', ')} of ${truth.affected.length.toLocaleString('en')} customers`,
    `between ${truth.window[0]} and ${truth.window[1]}; ${truth.records} records were seen outside, ${truth.outside} of them of people who are no customers`,
  ].join('\n');
