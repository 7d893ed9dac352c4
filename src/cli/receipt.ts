import { writeFileSync } from 'node:fs';
import { Argument, Command, InvalidArgumentError } from 'commander';
import { ok } from '../core/result.ts';
import { makeReceipt } from '../workflow/make-receipt.ts';
import { callerPath, type GlobalOptions, type OpenApp, runVerb, withGlobals } from './shell.ts';

export function receiptCommand(openApp: OpenApp): Command {
  return withGlobals(new Command('receipt'))
    .addArgument(new Argument('<index>', 'of the entry in the log').argParser(indexOf))
    .requiredOption('--out <file>', 'where to write it')
    .addHelpText('after', '\nExample:\n  candour receipt 41 --out notice-41.tlog-proof')
    .action(async (index: number, options: GlobalOptions & { readonly out: string }) => {
      await runVerb(openApp, options, async (app) => {
        const log = app.log();
        const receipt = log.ok ? await makeReceipt(log.value, index) : log;
        if (!receipt.ok) return receipt;
        const { text, ...made } = receipt.value;
        const path = callerPath(options.out);
        writeFileSync(path, text, { mode: 0o600 });
        return ok({
          document: { ...made, path },
          text: `${path}: entry ${made.index} of ${made.treeSize}, ${made.cosigned ? 'cosigned' : 'not cosigned yet'}`,
        });
      });
    });
}

function indexOf(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('expected a whole number.');
  return Number(text);
}
