import { Command } from 'commander';
import { EXIT } from './exit.ts';
import { cliFault } from './fault.ts';

/** A verb of the design that is not built yet: it says so, in both forms, and is refused. */
export function notThereYet(name: string, part: string): Command {
  return new Command(name)
    .description(`not there yet: ${part}`)
    .argument('[args...]')
    .allowUnknownOption()
    .option('--json', 'one JSON document on stdout', false)
    .action((_args: readonly string[], options: { readonly json: boolean }) => {
      const fault = cliFault('CLI_NOT_THERE_YET', `${name}: not there yet: ${part}`);
      if (options.json) process.stdout.write(`${JSON.stringify({ error: fault })}\n`);
      process.stderr.write(`${fault.code}: ${fault.message}\n  ${fault.hint ?? ''}\n`);
      process.exitCode = EXIT.refused;
    });
}

/** Verbs of DESIGN.md section 8 that later parts bring. */
export const laterCommands = (): readonly Command[] => [
  notThereYet('bench', 'benchmarks of an installed Candour (in the sources: npm run bench)'),
];
