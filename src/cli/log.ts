import { Command } from 'commander';
import { ok } from '../core/result.ts';
import { type GlobalOptions, type OpenApp, runVerb, withGlobals } from './shell.ts';

export function logCommand(openApp: OpenApp): Command {
  const command = new Command('log').addHelpText('after', '\nExample:\n  candour log adopt --data ./candour-data');

  withGlobals(command.command('adopt'))
    .description(
      'go on with a log whose newest decided state nobody remembers (LOG_FORGOTTEN); leaves a leaf that says so',
    )
    .option(
      '--alone',
      'also where the witnesses do not answer: nobody can say then that nothing newer was published',
      false,
    )
    .addHelpText(
      'after',
      `
state/log.sqlite holds the newest decided state of each log. Without it nobody can tell a log that lost its memory from one that was
rolled back: restore state/ from a backup if there is one. Else this verifies every byte of the log, asks the witnesses whether they
know a newer state (then it is refused: LOG_AHEAD), and appends a leaf with the size from which it went on.

Example:
  candour log adopt --data ./candour-data --json`,
    )
    .action(async (options: GlobalOptions & { readonly alone: boolean }) => {
      await runVerb(openApp, options, async (app) => {
        const adopted = await app.adoptLog(options.alone);
        if (!adopted.ok) return adopted;
        const { adopted: logs, treeSize } = adopted.value;
        return ok({
          document: adopted.value,
          text: [
            ...logs.map(
              ({ origin, treeSize: size, rootHash }) => `${origin}: goes on from size ${size}, root ${rootHash}`,
            ),
            `the log has ${treeSize} leaves now; the last ${logs.length === 1 ? 'one says' : `${logs.length} say`} so`,
          ].join('\n'),
        });
      });
    });
  return command;
}
