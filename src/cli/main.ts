import { Command } from 'commander';
import { openApp } from '../app.ts';
import { checkCommand } from './check.ts';
import { ingestCommand } from './ingest.ts';
import { peopleCommand } from './people.ts';
import { EXIT } from './shell.ts';
import { sourcesCommand } from './sources.ts';

// What Candour writes is for its owner alone: files 0600, folders 0700, also those that the engine makes.
process.umask(0o077);

const program = new Command('candour')
  .description('From raw access logs to every affected person, truthfully told, with evidence at each step.')
  .version('0.1.0')
  .showHelpAfterError('(see --help)')
  .configureOutput({ writeOut: (text) => process.stdout.write(text), writeErr: (text) => process.stderr.write(text) });

for (const command of [ingestCommand(openApp), peopleCommand(openApp), sourcesCommand(openApp), checkCommand(openApp)]) program.addCommand(command);
exitWith(program);

/** commander exits 1 on bad usage; the command line promises 2. */
function exitWith(command: Command): void {
  command.exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.done : EXIT.usage));
  for (const sub of command.commands) exitWith(sub);
}

await program.parseAsync();
