import { Command } from 'commander';
import { ok } from '../core/result.ts';
import { type CanaryCheck, checkCanaries, checkCanariesInput } from '../workflow/check-canaries.ts';
import { type CanaryPlan, planCanaries, planCanariesInput } from '../workflow/plan-canaries.ts';
import { plantCanaries, plantCanariesInput } from '../workflow/plant-canaries.ts';
import {
  callerPath,
  type GlobalOptions,
  type OpenApp,
  parsedInput,
  runVerb,
  wholeNumber,
  withGlobals,
} from './shell.ts';

export function canaryCommand(openApp: OpenApp): Command {
  return new Command('canary')
    .addCommand(planCommand(openApp))
    .addCommand(plantCommand(openApp))
    .addCommand(checkCommand(openApp));
}

interface PlanOptions extends GlobalOptions {
  readonly by: string;
  readonly perUnit: number;
  readonly most?: number;
  readonly against?: number;
  readonly tripwires: string;
  readonly domain?: readonly string[];
  readonly from?: string;
  readonly to?: string;
}

const planCommand = (openApp: OpenApp): Command =>
  withGlobals(new Command('plan'))
    .description('make up canaries and commit to who is to be shown which, before any is used')
    .option('--by <unit>', 'what is told apart: actor or team', 'actor')
    .option('--per-unit <n>', 'shared canaries that each meets', wholeNumber, 24)
    .option('--most <n>', 'how many may meet one canary (default: 2 % of them, at least 4)', wholeNumber)
    .option(
      '--against <n>',
      'pairs of addresses by code words, against n (1 to 5) who compare their copies',
      wholeNumber,
    )
    .option('--tripwires <n>', 'made-up customers whom nobody has a reason to open', '20')
    .option('--domain <domain...>', 'catch-all domains of the company (default: canaryDomains in company.yml)')
    .option('--from <instant>', 'when they are shown (default: now)')
    .option('--to <instant>', 'not included (default: 91 days after)')
    .addHelpText('after', '\nExample:\n  candour canary plan --by team --domain post.example.com mail.example.org')
    .action(async ({ by, perUnit, most, against, tripwires, domain: domains, from, to, ...options }: PlanOptions) => {
      const given = { by, perUnit, most, against, tripwires: Number(tripwires), domains, from, to };
      const input = parsedInput(planCanariesInput, given);
      await runVerb(openApp, options, async (app) => {
        const plan = await planCanaries.run(input, await app.deps());
        return plan.ok ? ok({ document: plan.value, text: planText(plan.value) }) : plan;
      });
    });

const planText = (plan: CanaryPlan): string =>
  [
    `${plan.codebook}: ${plan.tracing} tracing canaries (${plan.design}) and ${plan.tripwires} tripwires for ${plan.units} ${plan.by}s`,
    `  each ${plan.by} meets ${plan.perUnit}; the most met one is met by ${plan.mostMet}; shown from ${plan.shown.from} to ${plan.shown.to}`,
    `  committed: leaf ${plan.leaf} of the evidence log. Next: candour canary plant ${plan.codebook} --out DIR`,
    ...(plan.domains < 5 ? [`  ${plan.domains} domains: with five or more a look at the addresses tells less`] : []),
  ].join('\n');

const plantCommand = (openApp: OpenApp): Command =>
  withGlobals(new Command('plant'))
    .description('write the CSV for the CRM, and who is to be shown what')
    .argument('<codebook>')
    .requiredOption('--out <dir>', 'folder for customers.csv and shown-to.csv')
    .addHelpText('after', '\nExample:\n  candour canary plant codebook-… --out planting')
    .action(async (codebook: string, options: GlobalOptions & { readonly out: string }) => {
      const input = parsedInput(plantCanariesInput, { codebook, out: callerPath(options.out) });
      await runVerb(openApp, options, async (app) => {
        const planted = await plantCanaries.run(input, await app.deps());
        if (!planted.ok) return planted;
        const { customers, shownTo, folder } = planted.value;
        const text = `${folder}: ${customers} made-up customers to import, ${shownTo} rows of whom to show them to`;
        return ok({ document: planted.value, text });
      });
    });

interface CheckOptions extends GlobalOptions {
  readonly mail?: readonly string[];
  readonly leak?: string;
  readonly case?: string;
  readonly alpha: string;
}

const checkCommand = (openApp: OpenApp): Command =>
  withGlobals(new Command('check'))
    .description('look for canaries in a mailbox or in a list found outside, and whom they name')
    .option('--mail <paths...>', 'mbox files, .eml files, or folders of them')
    .option('--leak <file>', 'a list found outside')
    .option('--case <case>', 'a case whose newest trace counts beside the canaries')
    .option('--alpha <p>', 'tolerated probability of naming anybody innocent', '0.001')
    .addHelpText('after', '\nExample:\n  candour canary check --mail catch-all.mbox --leak leak.csv')
    .action(async (options: CheckOptions) => {
      const input = parsedInput(checkCanariesInput, {
        mail: (options.mail ?? []).map(callerPath),
        leak: options.leak === undefined ? undefined : callerPath(options.leak),
        case: options.case,
        alpha: Number(options.alpha),
      });
      await runVerb(openApp, options, async (app) => {
        const check = await checkCanaries.run(input, await app.deps());
        return check.ok ? ok({ document: check.value, text: checkText(check.value) }) : check;
      });
    });

function checkText({ read, codebooks, found, named, shown, alpha }: CanaryCheck): string {
  const tripwires = found.filter(({ kind }) => kind === 'tripwire').length;
  return [
    `${found.length} canaries of ${codebooks} codebooks found (${tripwires} tripwires) in ${read.messages} messages and a list of ${read.leakBytes} bytes`,
    ...shown.map(
      (one) =>
        `  ${one.codebook}: ${one.found} tracing canaries, shown from ${one.from} to ${one.to}${one.moreNeeded === null ? '' : `; about ${one.moreNeeded} that one unit met would name it`}`,
    ),
    ...named.map(
      (one) =>
        `  ${one.by} ${one.unit}: ${one.canaries} canaries that it was shown; an innocent fits so well with probability ${one.probability.toExponential(1)} at most`,
    ),
    ...(found.length > 0 && named.length === 0 ? [`  nobody reaches the threshold at α = ${alpha}: no names`] : []),
    ...(named.length > 0
      ? ['  What was shown to whom, not who sat there: check the innocent explanations first.']
      : []),
  ].join('\n');
}
