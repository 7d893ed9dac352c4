import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { err, ok, type Result } from '../core/result.ts';
import type { Duties } from '../model/duty.ts';
import { factsSchema } from '../model/facts.ts';
import { deriveCaseDuties } from '../workflow/derive-case-duties.ts';
import { deriveDutiesFromFacts } from '../workflow/derive-duties.ts';
import { cliFault } from './fault.ts';
import { callerPath, type GlobalOptions, type OpenApp, parsedInput, runVerb, withGlobals } from './shell.ts';

export function dutiesCommand(openApp: OpenApp): Command {
  return withGlobals(new Command('duties'))
    .description('who must be told by whom, by when, under which article')
    .argument('[case]', 'a case; or --facts')
    .option('--facts <file>', 'a facts file (packs/schemas/facts.json)')
    .addHelpText('after', '\nExample:\n  candour duties case-…\n  candour duties --facts facts.json --json')
    .action(
      async (caseId: string | undefined, options: GlobalOptions & { readonly facts?: string }, command: Command) => {
        if ((caseId === undefined) === (options.facts === undefined))
          command.error('error: expected a case or --facts FILE');
        const given = options.facts === undefined ? null : readFacts(callerPath(options.facts));
        const facts = given?.ok === true ? parsedInput(factsSchema, given.value) : null;
        await runVerb(openApp, options, async (app) => {
          if (given !== null && !given.ok) return given;
          const duties =
            facts === null
              ? await deriveCaseDuties.run({ case: caseId ?? '' }, app.deps())
              : await deriveDutiesFromFacts.run({ facts }, app.deps());
          return duties.ok ? ok({ document: duties.value, text: textOf(duties.value) }) : duties;
        });
      },
    );
}

function readFacts(path: string): Result<unknown> {
  try {
    return ok(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
    return err(cliFault('CLI_FACTS_UNREADABLE', `reading the facts file: ${path} ${why}`));
  }
}

const INDENT = ' '.repeat(13);

function dutyText(duty: Duties['duties'][number]): string {
  const { verdict, regime, bearer, recipient, persons, arithmetic } = duty;
  const by = duty.strictDeadline ?? duty.deadline;
  const lines = [
    `${regime}: ${bearer} → ${recipient}, ${persons.toLocaleString('en')} persons${by === null || verdict === 'not-required' ? '' : `, by ${by}`}`,
    ...(verdict === 'not-required' ? [] : [arithmetic]),
    verdict === 'depends' ? `depends on: ${duty.missing.join(', ')}` : `because: ${duty.because.join('; ')}`,
  ];
  return `${verdict.padEnd(INDENT.length)}${lines.join(`\n${INDENT}`)}`;
}

const textOf = (document: Duties): string =>
  [
    ...document.duties.map(dutyText),
    ...document.uncovered.map(
      (place) =>
        `no pack      ${place.country ?? 'unknown country'}${place.region === null ? '' : `-${place.region}`}: ${place.persons.toLocaleString('en')} persons: ${place.why}`,
    ),
  ].join('\n');
