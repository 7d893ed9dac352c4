import { Argument, Command } from 'commander';
import { ok } from '../core/result.ts';
import { type GlobalOptions, type OpenApp, runVerb, withGlobals } from './shell.ts';

export function checkCommand(openApp: OpenApp): Command {
  return withGlobals(new Command('check'))
    .addArgument(new Argument('<what>', 'what to check').choices(['packs']))
    .argument('[ids...]', 'only packs with these ids; default: all')
    .addHelpText('after', '\nExample:\n  candour check packs\n  candour check packs okta')
    .action(async (_what: string, ids: readonly string[], options: GlobalOptions) => {
      await runVerb(openApp, options, async (app) => {
        const check = await app.checkPacks(ids.length === 0 ? null : ids);
        const lines = [
          `${check.packs} packs, ${check.cases} cases, ${check.failed.length} failed`,
          ...check.failed.map(
            (one) => `  ${one.pack} / ${one.case}: expected ${text(one.expected)}; found ${text(one.found)}`,
          ),
        ];
        return ok({ document: check, text: lines.join('\n'), wanting: check.failed.length > 0 || check.packs === 0 });
      });
    });
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
