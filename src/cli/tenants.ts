import { Command, Option } from 'commander';
import { ok } from '../core/result.ts';
import { packTenants, packTenantsInput } from '../workflow/pack-tenants.ts';
import { callerPath, type GlobalOptions, type OpenApp, parsedInput, runVerb, withGlobals } from './shell.ts';

interface TenantsOptions extends GlobalOptions {
  readonly out: string;
  readonly kind: 'initial' | 'follow-up';
}

export function tenantsCommand(openApp: OpenApp): Command {
  return withGlobals(new Command('tenants'))
    .argument('<case>')
    .requiredOption('--out <dir>', 'a folder that is empty or not there yet; one folder for each tenant')
    .addOption(
      new Option('--kind <kind>', 'first report, or what came later')
        .choices(['initial', 'follow-up'])
        .default('initial'),
    )
    .addHelpText('after', '\nExample:\n  candour tenants case-… --out packages\n\nHow it works: docs/how-to/tenants.md')
    .action(async (caseId: string, options: TenantsOptions) => {
      const input = parsedInput(packTenantsInput, {
        case: caseId,
        out: callerPath(options.out),
        kind: options.kind,
      });
      await runVerb(openApp, options, async (app) => {
        const made = await packTenants.run(input, await app.deps());
        if (!made.ok) return made;
        const { packages, missing, out } = made.value;
        const persons = packages.reduce((sum, one) => sum + one.persons, 0);
        const unknown = [...new Set(packages.flatMap((one) => one.unknown))];
        return ok({
          document: made.value,
          text: [
            `${packages.length.toLocaleString('en')} packages for ${persons.toLocaleString('en')} persons in ${out}. Nothing is sent.`,
            ...(unknown.length === 0 ? [] : [`  not known yet, and marked in them: ${unknown.join('; ')}`]),
            ...missing.map(
              (one) =>
                `  no package: tenant ${one.tenant}, ${one.persons.toLocaleString('en')} persons: add it to company.yml`,
            ),
          ].join('\n'),
          wanting: missing.length > 0,
        });
      });
    });
}
