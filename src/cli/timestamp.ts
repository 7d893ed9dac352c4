import { Command } from 'commander';
import { ok } from '../core/result.ts';
import { type GlobalOptions, type OpenApp, runVerb, withGlobals } from './shell.ts';

export function timestampCommand(openApp: OpenApp): Command {
  return withGlobals(new Command('timestamp'))
    .addHelpText('after', '\nExample:\n  candour timestamp --data ./candour-data --json')
    .action(async (options: GlobalOptions) => {
      await runVerb(openApp, options, async (app) => {
        const stamped = await app.timestamp();
        if (!stamped.ok) return stamped;
        const { treeSize, at, authority, made, checkpointPath, stampPath } = stamped.value;
        return ok({
          document: stamped.value,
          text: [
            `${treeSize} entries at ${at}, says ${authority}${made ? '' : ' (made before)'}`,
            `  openssl ts -verify -data ${checkpointPath} -in ${stampPath} -CAfile ROOTS`,
          ].join('\n'),
        });
      });
    });
}
