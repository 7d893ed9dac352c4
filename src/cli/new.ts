import { Command } from 'commander';
import { ok } from '../core/result.ts';
import { newLaw, newLawInput } from '../workflow/new-law.ts';
import { notThereYet } from './later.ts';
import { type GlobalOptions, type OpenApp, parsedInput, runVerb, withGlobals } from './shell.ts';

export function newCommand(openApp: OpenApp): Command {
  const law = withGlobals(new Command('law'))
    .description('write the skeleton of a law pack into packs/laws/<id>, with what belongs in each place')
    .argument('<id>', 'country and short name (jp-appi), or us and a state (us-oh)')
    .addHelpText(
      'after',
      '\nExample:\n  candour new law jp-appi\n  candour check packs jp-appi\n\nUntil the pack is finished, `candour duties` and all that needs the laws refuse: a law left out in silence would be a wrong answer.',
    )
    .action(async (id: string, options: GlobalOptions) => {
      const input = parsedInput(newLawInput, { id });
      await runVerb(openApp, options, async (app) => {
        const made = await newLaw.run(input, app.packShelf);
        if (!made.ok) return made;
        const { folder, files, next } = made.value;
        return ok({
          document: made.value,
          text: [`${folder}: ${files.join(', ')}`, `  ${next} says what belongs where, line by line`].join('\n'),
        });
      });
    });
  return new Command('new')
    .description('write the skeleton of a pack')
    .addHelpText('after', '\nExample:\n  candour new law jp-appi')
    .addCommand(law)
    .addCommand(notThereYet('source', 'a template of sources; copy packs/sources/candour'))
    .addCommand(notThereYet('rule', 'a template of rules; copy a folder of packs/rules'))
    .addCommand(notThereYet('notice', 'a template of notices; copy packs/notices/person-email'));
}
