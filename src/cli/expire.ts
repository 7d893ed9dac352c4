import { Command } from 'commander';
import { ok } from '../core/result.ts';
import { type Expiry, expireBatches, expireInput } from '../workflow/expire-batches.ts';
import { type GlobalOptions, type OpenApp, parsedInput, runVerb, withGlobals } from './shell.ts';

interface ExpireOptions extends GlobalOptions {
  readonly before: string;
  readonly source?: string;
  readonly yes: boolean;
}

export function expireCommand(openApp: OpenApp): Command {
  return withGlobals(new Command('expire'))
    .requiredOption('--before <day>', 'YYYY-MM-DD: a batch goes when every event in it is of an earlier day (UTC)')
    .option('--source <id>', 'only batches of this source')
    .option('--yes', 'destroy them, for good; the log keeps a tombstone for each', false)
    .addHelpText(
      'after',
      '\nExample:\n  candour expire --before 2025-01-01\n  candour expire --before 2025-01-01 --yes --json\n\nA log that is ingested again after its batch expired is taken as new.',
    )
    .action(async ({ before, source, yes, ...options }: ExpireOptions) => {
      const input = parsedInput(expireInput, { before, destroy: yes, ...(source === undefined ? {} : { source }) });
      await runVerb(openApp, options, async (app) => {
        const expiry = await expireBatches.run(input, app);
        return expiry.ok ? ok({ document: expiry.value, text: textOf(expiry.value) }) : expiry;
      });
    });
}

function textOf({ before, batches, bytes, destroyed, records }: Expiry): string {
  const n = (value: number): string => value.toLocaleString('en');
  return [
    ...batches.map(
      ({ batch, source, from, to, records: held }) => `${batch}: ${source}, ${from} to ${to}, ${n(held)} records`,
    ),
    `${n(batches.length)} ${batches.length === 1 ? 'batch' : 'batches'} before ${before}, ${n(records)} records, ${(bytes / 1e6).toFixed(1)} MB ${destroyed ? 'destroyed' : 'would be destroyed: --yes does it'}`,
  ].join('\n');
}
