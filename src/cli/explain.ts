import { Command } from 'commander';
import { ok } from '../core/result.ts';
import { explainAccess } from '../workflow/explain-access.ts';
import { type GlobalOptions, type OpenApp, runVerb, withAsOf, withGlobals } from './shell.ts';

export function explainCommand(openApp: OpenApp): Command {
  return withAsOf(withGlobals(new Command('explain')))
    .requiredOption('--actor <id>', 'person or account')
    .requiredOption('--subject <id>', 'customer id, e-mail address or telephone number')
    .addHelpText('after', '\nExample:\n  candour explain --actor e-0412 --subject c-001234')
    .action(async (options: GlobalOptions & { readonly actor: string; readonly subject: string }) => {
      await runVerb(openApp, options, async (app) => {
        const explained = await explainAccess.run({ actor: options.actor, subject: options.subject }, await app.deps());
        return explained.ok ? ok({ document: explained.value, text: explained.value.sentence }) : explained;
      });
    });
}
