import { Command } from 'commander';
import { COMMANDS } from './command-list.ts';
import { EXIT } from './exit.ts';
import { laterCommands } from './later.ts';

// What Candour writes is for its owner alone: files 0600, folders 0700, also those that the engine makes.
process.umask(0o077);

const program = new Command('candour')
  .description('From raw access logs to every affected person, truthfully told, with evidence at each step.')
  .version('0.1.0')
  .showHelpAfterError('(see --help)')
  .configureOutput({ writeOut: (text) => process.stdout.write(text), writeErr: (text) => process.stderr.write(text) });

// `candour VERB …` and `candour help VERB`; of the others a line each is enough.
const [first, second] = process.argv.slice(2);
const asked = first === 'help' ? second : first;
for (const [name, summary, load] of COMMANDS) {
  const command = name === asked ? await load() : new Command(name);
  program.addCommand(command.description(summary));
}
for (const command of laterCommands()) program.addCommand(command);
exitWith(program);

/** commander exits 1 on bad usage; the command line promises 2. */
function exitWith(command: Command): void {
  command.exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.done : EXIT.usage));
  for (const sub of command.commands) exitWith(sub);
}

await program.parseAsync();
