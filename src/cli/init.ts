import { Command } from 'commander';
import { ok } from '../core/result.ts';
import { prepareCompany } from '../workflow/prepare-company.ts';
import { companyText } from './company-text.ts';
import { type GlobalOptions, type OpenApp, runVerb, withGlobals } from './shell.ts';

export function initCommand(openApp: OpenApp): Command {
  return withGlobals(new Command('init'))
    .option('--origin <name>', 'the name of the evidence log, best the address that it will be published at')
    .addHelpText('after', '\nExample:\n  candour init --data ./candour-data --origin example.com/candour')
    .action(async (options: GlobalOptions & { readonly origin?: string }) => {
      await runVerb(openApp, options, async (app) => {
        const log = app.log(options.origin ?? null);
        if (!log.ok) return log;
        const begun = log.value.state();
        if (!begun.ok) return begun;
        const { origin } = begun.value;
        const state = await prepareCompany(await app.deps());
        if (!state.ok) return state;
        return ok({
          document: { data: app.folder.root, company: app.folder.company, origin, ...state.value },
          text: [app.folder.root, `evidence log: ${origin}`, ...companyText(state.value, app.folder.company)].join(
            '\n',
          ),
        });
      });
    });
}
