import { Command, Option } from 'commander';
import { ok } from '../core/result.ts';
import { filingText } from '../duties/filing-text.ts';
import { fillForm, listForms } from '../workflow/fill-form.ts';
import { readFacts, statedFacts } from './facts-file.ts';
import { callerPath, type GlobalOptions, type OpenApp, parsedInput, runVerb, withGlobals } from './shell.ts';

interface FillOptions extends GlobalOptions {
  readonly facts?: string;
  readonly controller?: string;
  readonly kind: 'initial' | 'follow-up';
}

export function filingsCommand(openApp: OpenApp): Command {
  const list = withGlobals(new Command('list'))
    .description('the forms that can be filled')
    .addHelpText('after', '\nExample:\n  candour filings list --json')
    .action(async (options: GlobalOptions) => {
      await runVerb(openApp, options, async (app) => {
        const forms = await listForms.run({}, app);
        if (!forms.ok) return forms;
        const lines = forms.value.map(({ id, title, regimes }) => `${id.padEnd(24)} ${title} (${regimes.join(', ')})`);
        return ok({ document: { forms: forms.value }, text: lines.join('\n') });
      });
    });
  const fill = withGlobals(new Command('fill'))
    .description(
      "an authority's form, or the entry of the register, filled from the facts; what is not known is marked",
    )
    .argument('<form>', 'as in `candour filings list`')
    .argument('[case]', 'a case; or --facts')
    .option('--facts <file>', 'a facts file (packs/schemas/facts.json)')
    .option('--controller <id>', 'only for this controller; default: one for each')
    .addOption(
      new Option('--kind <kind>', 'first report, or what came later')
        .choices(['initial', 'follow-up'])
        .default('initial'),
    )
    .addHelpText(
      'after',
      '\nExample:\n  candour filings fill gb-ico-breach case-…\n  candour filings fill breach-register --facts facts.json --json',
    )
    .action(async (form: string, caseId: string | undefined, options: FillOptions, command: Command) => {
      if ((caseId === undefined) === (options.facts === undefined))
        command.error('error: expected a case or --facts FILE');
      const given = options.facts === undefined ? null : readFacts(callerPath(options.facts));
      const facts = given?.ok === true ? parsedInput(statedFacts, given.value, `${options.facts}: `) : null;
      await runVerb(openApp, options, async (app) => {
        if (given !== null && !given.ok) return given;
        const input = { form, case: caseId ?? null, facts, controller: options.controller ?? null, kind: options.kind };
        const filings = await fillForm.run(input, await app.deps());
        if (!filings.ok) return filings;
        const none = 'Nobody is affected for whom this form is made.';
        return ok({
          document: { filings: filings.value },
          text: filings.value.length === 0 ? none : filings.value.map(filingText).join('\n\n'),
        });
      });
    });
  return new Command('filings')
    .addHelpText('after', '\nExample:\n  candour filings list\n  candour filings fill gdpr-article-33 case-…')
    .addCommand(list)
    .addCommand(fill);
}
