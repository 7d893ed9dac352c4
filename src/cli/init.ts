import { Command } from 'commander';
import { ok } from '../core/result.ts';
import { prepareCompany } from '../workflow/prepare-company.ts';
import { companyText } from './company-text.ts';
import { type GlobalOptions, type OpenApp, runVerb, withGlobals } from './shell.ts';

export function initCommand(openApp: OpenApp): Command {
  return withGlobals(new Command('init'))
    .description(
      'make a data directory and a company.yml to fill in, one entry for each controller of the customers on file',
    )
    .addHelpText('after', '\nExample:\n  candour init --data ./candour-data')
    .action(async (options: GlobalOptions) => {
      await runVerb(openApp, options, async (app) => {
        const state = await prepareCompany(app.deps());
        if (!state.ok) return state;
        return ok({
          document: { data: app.folder.root, company: app.folder.company, ...state.value },
          text: [app.folder.root, ...companyText(state.value, app.folder.company)].join('\n'),
        });
      });
    });
}
