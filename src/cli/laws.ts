import { Command } from 'commander';
import { ok } from '../core/result.ts';
import { listLaws, showLaw } from '../workflow/show-law.ts';
import { type GlobalOptions, type OpenKnowledge, runVerb, withGlobals } from './shell.ts';

export function lawsCommand(openKnowledge: OpenKnowledge): Command {
  const list = withGlobals(new Command('list'))
    .description('the law packs, with how sure each is')
    .action(async (options: GlobalOptions) => {
      await runVerb(openKnowledge, options, async (knowledge) => {
        const laws = await listLaws.run({}, knowledge);
        if (!laws.ok) return laws;
        const lines = laws.value.map(
          ({ id, title, status, from, duties, confidence: { high, medium, low } }) =>
            `${id.padEnd(14)} ${status.padEnd(7)} since ${from}  ${duties} duties  sources: ${high} high, ${medium} medium, ${low} low  ${title}`,
        );
        return ok({ document: { laws: laws.value }, text: lines.join('\n') });
      });
    });
  const show = withGlobals(new Command('show'))
    .description('a law pack as prose, with the days from which each value holds and its citations')
    .argument('<id>', 'a law pack, as in `candour laws list`')
    .addHelpText('after', '\nExample:\n  candour laws show uk-gdpr')
    .action(async (id: string, options: GlobalOptions) => {
      await runVerb(openKnowledge, options, async (knowledge) => {
        const law = await showLaw.run({ id }, knowledge);
        return law.ok ? ok({ document: law.value, text: law.value.prose }) : law;
      });
    });
  return new Command('laws')
    .addHelpText('after', '\nExample:\n  candour laws list\n  candour laws show uk-gdpr')
    .addCommand(list)
    .addCommand(show);
}
