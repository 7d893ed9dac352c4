import { existsSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { ok } from '../core/result.ts';
import { type GlobalOptions, type OpenApp, runVerb, withGlobals } from './shell.ts';

const TEMPLATE = `# Who answers for the customers' data, and how they sign. One controller for each value of the customers column "controller".
name: Example Shop
controllers:
  - id: example-uk                      # as in the customers file
    name: Example Shop UK Ltd           # legal name
    country: GB                         # where it is established, ISO 3166-1
    # region: BY                        # where authorities are regional
    address: 1 Example Street, London N1 1AA, United Kingdom
    email: privacy@uk.shop.example.com  # notices come from here
    privacyContact: privacy@uk.shop.example.com
    website: https://uk.shop.example.com/privacy
    # dpo: data-protection-officer@uk.shop.example.com
    # leadAuthority: ie-dpc             # an authority of packs/laws, where one-stop-shop applies
`;

export function initCommand(openApp: OpenApp): Command {
  return withGlobals(new Command('init'))
    .description('make a data directory and a company.yml to fill in')
    .addHelpText('after', '\nExample:\n  candour init --data ./candour-data')
    .action(async (options: GlobalOptions) => {
      await runVerb(openApp, options, async (app) => {
        const made = !existsSync(app.folder.company);
        if (made) writeFileSync(app.folder.company, TEMPLATE, { mode: 0o600 });
        return ok({
          document: { data: app.folder.root, company: app.folder.company, made },
          text: `${app.folder.root}\n${made ? 'fill in' : 'kept'} ${app.folder.company}`,
        });
      });
    });
}
