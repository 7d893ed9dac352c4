import { Command } from 'commander';
import { ok } from '../core/result.ts';
import type { Scope } from '../model/exposure.ts';
import { LOG_WORDS } from '../scope/scope-gap.ts';
import { scopeCase, scopeInput } from '../workflow/scope-case.ts';
import { type GlobalOptions, type OpenApp, parsedInput, runVerb, withAsOf, withGlobals } from './shell.ts';

interface ScopeOptions extends GlobalOptions {
  readonly actors?: readonly string[];
  readonly from?: string;
  readonly to?: string;
}

export function scopeCommand(openApp: OpenApp): Command {
  return withAsOf(withGlobals(new Command('scope')))
    .description('who is affected, which fields, with what certainty, and what was not touched')
    .argument('<case>')
    .option('--actors <ids...>', 'persons or accounts; default: whom the trace or the finding names')
    .option('--from <instant>', 'default: the case’s window')
    .option('--to <instant>', 'not included')
    .addHelpText('after', '\nExample:\n  candour scope case-… --actors e-0412 --from 2026-03-01 --to 2026-03-22')
    .action(async (caseId: string, options: ScopeOptions) => {
      const { actors, from, to } = options;
      const input = parsedInput(scopeInput, { case: caseId, actors, from, to });
      await runVerb(openApp, options, async (app) => {
        const scope = await scopeCase.run(input, await app.deps());
        return scope.ok ? ok({ document: scope.value, text: textOf(scope.value) }) : scope;
      });
    });
}

const counts = (of: Readonly<Record<string, number>>): string =>
  Object.entries(of)
    .filter(([, n]) => n > 0)
    .sort((a, b) => b[1] - a[1])
    .map(([name, n]) => `${name} ${n.toLocaleString('en')}`)
    .join(', ');

/** Each gap on a line; what a source's pack says of its log once, after them. */
function gapLines(gaps: Scope['gaps']): readonly string[] {
  const words = new Map<string, string>();
  const lines = gaps.map(({ source, from, to, why }) => {
    const [unknown = '', logs] = why.split(LOG_WORDS);
    if (logs !== undefined) words.set(source, logs);
    return `  gap: ${source}, ${from.slice(0, 10)} to ${to.slice(0, 10)}: ${unknown}`;
  });
  return [...lines, ...[...words].map(([source, logs]) => `  what ${source} can show: ${logs}`)];
}

/** What running queries again said; nothing where no access lacked its subjects. */
function reconstructionLines(reconstruction: Scope['reconstruction']): readonly string[] {
  if (reconstruction === undefined) return [];
  const { said, counts: of, unsaid, assumptions } = reconstruction;
  const left = unsaid.reduce((sum, { accesses }) => sum + accesses, 0);
  if (said.accesses + left === 0) return [];
  const compared = counts({
    'as many rows as logged': of.agrees,
    'no count logged': of.uncounted,
    'another count': of.differs,
  });
  return [
    `  accesses that name nobody: ${(said.accesses + left).toLocaleString('en')}, of which ${said.accesses.toLocaleString('en')} could be run again${said.executions === 0 ? '' : ` (${said.executions.toLocaleString('en')} queries: ${compared})`}`,
    ...assumptions.map((assumption) => `    assumed: ${assumption}`),
  ];
}

const textOf = (scope: Scope): string =>
  [
    `${scope.persons.toLocaleString('en')} persons${scope.persons === 0 ? ' that the log names' : `: ${counts(scope.byBasis)}`}`,
    `  fields: ${counts(scope.byField) || 'none known'}`,
    `  not touched: ${scope.untouched.join(', ') || 'nothing can be claimed'}`,
    `  countries: ${counts(scope.byCountry) || 'none known'}`,
    `  controllers: ${counts(scope.byController) || 'none known'}`,
    ...reconstructionLines(scope.reconstruction),
    ...gapLines(scope.gaps),
    `  list: ${scope.list}`,
  ].join('\n');
