import { Command } from 'commander';
import { ok } from '../core/result.ts';
import type { FrozenScope, Scope } from '../model/exposure.ts';
import type { ScopeDifference } from '../scope/scope-diff.ts';
import { LOG_WORDS } from '../scope/scope-gap.ts';
import { compareScopes, compareScopesInput } from '../workflow/compare-scopes.ts';
import { scopeCase, scopeInput } from '../workflow/scope-case.ts';
import { type GlobalOptions, type OpenApp, parsedInput, runVerb, withAsOf, withGlobals } from './shell.ts';

interface ScopeOptions extends GlobalOptions {
  readonly actors?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly diff?: string;
}

export function scopeCommand(openApp: OpenApp): Command {
  return withAsOf(withGlobals(new Command('scope')))
    .argument('<case>')
    .option('--actors <ids...>', 'persons or accounts; default: whom the trace or the finding names')
    .option('--from <instant>', 'default: the case’s window')
    .option('--to <instant>', 'not included')
    .option(
      '--diff <other>',
      'compute nothing: what changed between a frozen scope of the case (its number from 1, its sha256 or its exposure file) and the latest; A..B: between two',
    )
    .addHelpText(
      'after',
      '\nExample:\n  candour scope case-… --actors e-0412 --from 2026-03-01 --to 2026-03-22\n  candour scope case-… --diff 1',
    )
    .action(async (caseId: string, options: ScopeOptions, command: Command) => {
      const { actors, from, to, diff } = options;
      if (diff !== undefined) {
        if (actors !== undefined || from !== undefined || to !== undefined)
          command.error('error: --diff compares scopes that were frozen; it takes no --actors, --from or --to');
        const [before, after] = diff.split('..');
        const asked = parsedInput(compareScopesInput, {
          case: caseId,
          before,
          ...(after === undefined ? {} : { after }),
        });
        await runVerb(openApp, options, async (app) => {
          const difference = await compareScopes.run(asked, await app.deps());
          return difference.ok
            ? ok({ document: difference.value, text: differenceText(difference.value) })
            : difference;
        });
        return;
      }
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

/** The day alone where it begins there. */
const instantText = (instant: string): string =>
  instant.endsWith('T00:00:00.000Z') ? instant.slice(0, 10) : `${instant.slice(0, 16)}Z`;

/** Each gap on a line; what a source's pack says of its log once, after them. */
function gapLines(gaps: Scope['gaps']): readonly string[] {
  const words = new Map<string, string>();
  const lines = gaps.map(({ source, from, to, why }) => {
    const [unknown = '', logs] = why.split(LOG_WORDS);
    if (logs !== undefined) words.set(source, logs);
    return `  gap: ${source}, ${instantText(from)} to ${instantText(to)}: ${unknown}`;
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

const n = (value: number): string => value.toLocaleString('en');

/** Between which numbers the truth lies, and how far the count hangs on the question. */
function boundLines({ persons, bounds, sensitivity }: FrozenScope): readonly string[] {
  if (bounds === undefined || sensitivity === undefined) return [];
  const { atLeast, atMost } = bounds.persons;
  const most = atMost === null ? `not known at most: ${bounds.open.join('; ')}` : `at most ${n(atMost)}`;
  const moved = (other: number): string =>
    `${n(other)} (${other >= persons ? '+' : '−'}${n(Math.abs(other - persons))})`;
  const windows = sensitivity.window.map(
    (one) => `${Math.abs(one.days)} d ${one.days > 0 ? 'longer' : 'shorter'} at both ends ${moved(one.persons)}`,
  );
  const actors = sensitivity.actors.map((one) => `without ${one.without} ${moved(one.persons)}`);
  return [
    `  persons: at least ${n(atLeast)}; ${most}`,
    `  another window: ${windows.join(', ')}`,
    ...(actors.length === 0 ? [] : [`  fewer actors: ${actors.join(', ')}`]),
  ];
}

function differenceText({ before, after, same, people, moved, untouched, gaps, because }: ScopeDifference): string {
  const values = (of: ScopeDifference['moved']): readonly string[] =>
    of.map((one) => `  ${one.what}: ${one.before ?? 'unknown'} → ${one.after ?? 'unknown'}`);
  const who =
    people === null
      ? 'who was listed cannot be compared: an exposure file is gone'
      : `${n(people.added)} persons more, ${n(people.removed)} no longer, ${n(people.changed)} with other fields or on another basis`;
  return [
    `scope ${before.number} of ${before.at} and scope ${after.number} of ${after.at}: ${same ? 'the same numbers, gaps and inputs' : who}`,
    ...(same ? [`  ${who}`] : values(moved)),
    ...untouched.added.map((field) => `  called untouched now: ${field}`),
    ...untouched.removed.map((field) => `  not called untouched any more: ${field}`),
    ...gaps.added.map((gap) => `  new gap: ${gap.source}: ${gap.why.split(LOG_WORDS)[0]}`),
    ...gaps.removed.map((gap) => `  gap no longer there: ${gap.source}: ${gap.why.split(LOG_WORDS)[0]}`),
    ...(because.length === 0 ? [] : ['because these differ:', ...values(because)]),
  ].join('\n');
}

const textOf = (scope: FrozenScope): string =>
  [
    `${scope.persons.toLocaleString('en')} persons${scope.persons === 0 ? ' that the log names' : `: ${counts(scope.byBasis)}`}`,
    `  fields: ${counts(scope.byField) || 'none known'}`,
    `  not touched: ${scope.untouched.join(', ') || 'nothing can be claimed'}`,
    ...boundLines(scope),
    `  countries: ${counts(scope.byCountry) || 'none known'}`,
    `  controllers: ${counts(scope.byController) || 'none known'}`,
    ...reconstructionLines(scope.reconstruction),
    ...gapLines(scope.gaps),
    `  list: ${scope.list}`,
    ...(scope.sha256 === undefined ? [] : [`  frozen as sha256 ${scope.sha256}`]),
  ].join('\n');
