import { Argument, Command } from 'commander';
import { ok } from '../core/result.ts';
import { PEOPLE_KINDS, type PeopleKind } from '../packs/people-kind.ts';
import { prepareCompany } from '../workflow/prepare-company.ts';
import { takePeople } from '../workflow/take-people.ts';
import { companyText } from './company-text.ts';
import { callerPath, type GlobalOptions, type OpenApp, runVerb, withGlobals } from './shell.ts';

export function peopleCommand(openApp: OpenApp): Command {
  return withGlobals(new Command('people'))
    .addArgument(new Argument('<kind>', 'whose records these are').choices(PEOPLE_KINDS))
    .argument('<paths...>', 'files, directories, quoted globs, or -')
    .option('--strict', 'exit 1 when any record was quarantined', false)
    .addHelpText('after', '\nExample:\n  candour people customers customers.csv\n  candour people ties tickets.ndjson')
    .action(
      async (kind: PeopleKind, paths: readonly string[], options: GlobalOptions & { readonly strict: boolean }) => {
        await runVerb(openApp, options, async (app) => {
          const books = await takePeople({ kind, paths: paths.map(callerPath) }, app.people);
          if (!books.ok) return books;
          const { read, accepted, duplicate, quarantined } = books.value.rows;
          const lines = [
            `${kind}: rows read ${read} = accepted ${accepted} + duplicates ${duplicate} + quarantined ${quarantined}`,
            ...books.value.reasons.map(({ code, count }) => `  ${code}: ${count}`),
          ];
          if (kind === 'customers') {
            const state = await prepareCompany(await app.deps());
            if (!state.ok) return state;
            lines.push(...companyText(state.value, app.folder.company));
          }
          return ok({ document: books.value, text: lines.join('\n'), wanting: options.strict && quarantined > 0 });
        });
      },
    );
}
