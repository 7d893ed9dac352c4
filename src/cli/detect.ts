import { Command } from 'commander';
import { ok } from '../core/result.ts';
import type { Finding } from '../model/finding.ts';
import { detectAccesses, detectInput } from '../workflow/detect-accesses.ts';
import { listFindings } from '../workflow/list-findings.ts';
import { type GlobalOptions, type OpenApp, parsedInput, runVerb, wholeNumber, withAsOf, withGlobals } from './shell.ts';

export function detectCommand(openApp: OpenApp): Command {
  return withAsOf(withGlobals(new Command('detect')))
    .option('--from <instant>', 'first UTC day; default: the first day of the lake')
    .option('--to <instant>', 'not included; default: the end of the lake')
    .option('--budget <n>', 'how many findings to keep, the most surprising', wholeNumber)
    .option('--rule <id>', 'a rule of packs/rules (`candour new rule`); default: unexplained-access')
    .addHelpText('after', '\nExample:\n  candour detect --from 2026-03-01 --to 2026-04-01 --budget 20')
    .action(
      async (
        options: GlobalOptions & {
          readonly from?: string;
          readonly to?: string;
          readonly budget?: number;
          readonly rule?: string;
        },
      ) => {
        const { from, to, budget, rule } = options;
        const input = parsedInput(detectInput, { from, to, budget, rule });
        await runVerb(openApp, options, async (app) => {
          const found = await detectAccesses.run(input, await app.deps());
          if (!found.ok) return found;
          const { findings, window, leftOut, unjudged } = found.value;
          const text = [
            `${findings.length} findings from ${window.from.slice(0, 10)} to ${window.to.slice(0, 10)}; ${leftOut} more above the threshold, ${unjudged} actor-days could not be judged`,
            ...findings.slice(0, 20).map(findingLine),
          ];
          return ok({ document: found.value, text: text.join('\n') });
        });
      },
    );
}

export function findingsCommand(openApp: OpenApp): Command {
  return withGlobals(new Command('findings'))
    .addHelpText('after', '\nExample:\n  candour findings --json')
    .action(async (options: GlobalOptions) => {
      await runVerb(openApp, options, async (app) => {
        const listed = await listFindings.run({}, await app.deps());
        if (!listed.ok) return listed;
        return ok({
          document: listed.value,
          text: listed.value.findings.map(findingLine).join('\n') || 'no findings; run `candour detect`',
        });
      });
    });
}

const findingLine = (finding: Finding): string =>
  `${finding.id}  ${finding.day}  ${finding.actor}  ${finding.kind}  score ${finding.score.toFixed(1)}: ${finding.unexplained} of ${finding.subjects} people opened without a reason on record`;
