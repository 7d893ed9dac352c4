import { Command } from 'commander';
import { ok, type Result } from '../core/result.ts';
import type { PackShelf } from '../ports/pack-shelf.ts';
import { newLaw, newLawInput } from '../workflow/new-law.ts';
import { newPack, newPackInput } from '../workflow/new-pack.ts';
import type { PlacedPack } from '../workflow/place-pack.ts';
import { type GlobalOptions, type OpenApp, parsedInput, runVerb, withGlobals } from './shell.ts';

export function newCommand(openApp: OpenApp): Command {
  const command = new Command('new').addHelpText(
    'after',
    '\nExample:\n  candour new law jp-appi\n  candour new source acme-crm',
  );
  const law = withGlobals(command.command('law'))
    .description('write the skeleton of a law pack into packs/laws/<id>')
    .argument('<id>', 'country and short name (jp-appi), or us and a state (us-oh)')
    .addHelpText(
      'after',
      '\nExample:\n  candour new law jp-appi\n  candour check packs jp-appi\n\nUntil the pack is finished, `candour duties` and all that needs the laws refuse: a law left out in silence would be a wrong answer.',
    );
  law.action(async (id: string, options: GlobalOptions) => {
    const input = parsedInput(newLawInput, { id });
    await make(openApp, options, (shelf) => newLaw.run(input, shelf));
  });
  for (const { kind, folder, example, about } of KINDS) {
    withGlobals(command.command(kind))
      .description(`write the skeleton of ${about} into packs/${folder}/<id>`)
      .argument('<id>', 'lower-case words with hyphens')
      .addHelpText('after', `\nExample:\n  candour new ${kind} ${example}\n  candour check packs ${example}`)
      .action(async (id: string, options: GlobalOptions) => {
        const input = parsedInput(newPackInput, { kind, id });
        await make(openApp, options, (shelf) => newPack.run(input, shelf));
      });
  }
  return command;
}

const KINDS = [
  { kind: 'source', folder: 'sources', example: 'acme-crm', about: 'a log that can be read' },
  { kind: 'rule', folder: 'rules', example: 'night-shift', about: 'a detection rule' },
  { kind: 'notice', folder: 'notices', example: 'acme-email', about: 'a kind of notice' },
] as const;

async function make(
  openApp: OpenApp,
  options: GlobalOptions,
  place: (shelf: PackShelf) => Promise<Result<PlacedPack>>,
): Promise<void> {
  await runVerb(openApp, options, async (app) => {
    const made = await place(app.packShelf);
    if (!made.ok) return made;
    const { folder, files, next } = made.value;
    return ok({
      document: made.value,
      text: [`${folder}: ${files.join(', ')}`, `  ${next} says what belongs where, line by line`].join('\n'),
    });
  });
}
