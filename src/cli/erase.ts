import { Command } from 'commander';
import { ok } from '../core/result.ts';
import { eraseInput, eraseSubject } from '../workflow/erase-subject.ts';
import { type GlobalOptions, type OpenApp, parsedInput, runVerb, withGlobals } from './shell.ts';

interface EraseOptions extends GlobalOptions {
  readonly subject: string;
  readonly case?: string;
  readonly reason: string;
}

export function eraseCommand(openApp: OpenApp): Command {
  return withGlobals(new Command('erase'))
    .requiredOption('--subject <id>', 'customer id')
    .option('--case <case>', 'default: every case, and what was read outside of cases')
    .requiredOption('--reason <text>', 'the request or the rule that it rests on; no names')
    .addHelpText('after', "\nExample:\n  candour erase --subject c-001234 --case case-… --reason 'request 2026-117'")
    .action(async (options: EraseOptions) => {
      const { subject, reason } = options;
      const input = parsedInput(eraseInput, { subject, reason, case: options.case ?? null });
      await runVerb(openApp, options, async (app) => {
        const erased = await eraseSubject.run(input, await app.deps());
        if (!erased.ok) return erased;
        const { records, files } = erased.value;
        return ok({ document: erased.value, text: `erased: ${records} records, ${files} entries of files` });
      });
    });
}
