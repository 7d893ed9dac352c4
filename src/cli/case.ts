import { Command } from 'commander';
import { ok } from '../core/result.ts';
import { FACT_STATUSES } from '../model/facts.ts';
import { closeCase } from '../workflow/close-case.ts';
import type { FactBase } from '../workflow/fact-base.ts';
import { holdCase } from '../workflow/hold-case.ts';
import { listCases } from '../workflow/list-cases.ts';
import { noteCase } from '../workflow/note-case.ts';
import { openCase } from '../workflow/open-case.ts';
import { setFact, setFactInput } from '../workflow/set-fact.ts';
import { showCase } from '../workflow/show-case.ts';
import { callerPath, type GlobalOptions, type OpenApp, parsedInput, runVerb, withGlobals } from './shell.ts';

export function caseCommand(openApp: OpenApp): Command {
  const command = new Command('case').addHelpText(
    'after',
    '\nExample:\n  candour case show case-… --report report.html',
  );

  withGlobals(command.command('open'))
    .description('open a case, from a finding or from a suspicion')
    .requiredOption('--title <text>', 'what is suspected; no names')
    .option('--finding <id>', 'the finding that it starts from')
    .addHelpText('after', "\nExample:\n  candour case open --title 'addresses seen for sale' --finding finding-…")
    .action(async (options: GlobalOptions & { readonly title: string; readonly finding?: string }) => {
      await runVerb(openApp, options, async (app) => {
        const opened = await openCase.run({ title: options.title, finding: options.finding ?? null }, await app.deps());
        return opened.ok ? ok({ document: opened.value, text: opened.value.case }) : opened;
      });
    });

  withGlobals(command.command('list'))
    .description('list all cases, oldest first')
    .addHelpText('after', '\nExample:\n  candour case list --json')
    .action(async (options: GlobalOptions) => {
      await runVerb(openApp, options, async (app) => {
        const cases = await listCases.run({}, await app.deps());
        if (!cases.ok) return cases;
        return ok({
          document: cases.value,
          text:
            cases.value.map((one) => `${one.case}  ${one.openedAt}  ${one.status}  ${one.title}`).join('\n') ||
            'no cases',
        });
      });
    });

  withGlobals(command.command('show'))
    .description('the fact base of a case; with --report the self-contained HTML report')
    .argument('<case>')
    .option('--report <file>', 'also write the report here')
    .addHelpText('after', '\nExample:\n  candour case show case-… --report report.html')
    .action(async (caseId: string, options: GlobalOptions & { readonly report?: string }) => {
      await runVerb(openApp, options, async (app) => {
        const base = await showCase.run({ case: caseId }, await app.deps());
        if (!base.ok) return base;
        if (options.report !== undefined) {
          const written = await app.writeReport(caseId, callerPath(options.report));
          if (!written.ok) return written;
        }
        return ok({ document: base.value, text: textOf(base.value) });
      });
    });

  withGlobals(command.command('fact'))
    .description('state what the log cannot show, with what it rests on')
    .argument('<case>')
    .requiredOption('--key <key>', 'a key of packs/schemas/facts.json')
    .option('--value <json>', 'as that key takes it; left out with --status unknown')
    .requiredOption('--status <status>', FACT_STATUSES.join(' | '))
    .requiredOption('--evidence <text>', 'a document, a decision, an office; no names')
    .addHelpText(
      'after',
      "\nExample:\n  candour case fact case-… --key awareAt --value '\"2026-03-20T09:00:00Z\"' --status confirmed --evidence 'minutes of 20 March'",
    )
    .action(
      async (
        caseId: string,
        options: GlobalOptions & {
          readonly key: string;
          readonly value?: string;
          readonly status: string;
          readonly evidence: string;
        },
      ) => {
        const { key, status, evidence } = options;
        const input = parsedInput(setFactInput, {
          case: caseId,
          key,
          value: options.value === undefined ? null : jsonOrText(options.value),
          status,
          evidence,
        });
        await runVerb(openApp, options, async (app) => {
          const base = await setFact.run(input, await app.deps());
          return base.ok ? ok({ document: base.value, text: `${key} is ${status}` }) : base;
        });
      },
    );

  withGlobals(command.command('note'))
    .description('write down what was done or decided')
    .argument('<case>')
    .requiredOption('--text <text>', 'people by id, no customer')
    .addHelpText('after', "\nExample:\n  candour case note case-… --text 'account of e-0412 suspended at 10:40'")
    .action(async (caseId: string, options: GlobalOptions & { readonly text: string }) => {
      await runVerb(openApp, options, async (app) => {
        const base = await noteCase.run({ case: caseId, text: options.text }, await app.deps());
        return base.ok ? ok({ document: base.value, text: 'noted' }) : base;
      });
    });

  for (const verb of ['hold', 'lift'] as const)
    withGlobals(command.command(verb))
      .description(verb === 'hold' ? 'legal hold: nothing of the case is erased' : 'lift the legal hold')
      .argument('<case>')
      .requiredOption('--reason <text>', 'the claim, the order or the decision; no names')
      .addHelpText('after', `\nExample:\n  candour case ${verb} case-… --reason 'claim 2026-12 before the court'`)
      .action(async (caseId: string, options: GlobalOptions & { readonly reason: string }) => {
        const input = { case: caseId, hold: verb === 'hold', reason: options.reason };
        await runVerb(openApp, options, async (app) => {
          const base = await holdCase.run(input, await app.deps());
          return base.ok ? ok({ document: base.value, text: verb === 'hold' ? 'held' : 'lifted' }) : base;
        });
      });

  withGlobals(command.command('close'))
    .description('close a case for good; it stays readable')
    .argument('<case>')
    .requiredOption('--reason <text>', 'why nothing more is to be done')
    .addHelpText(
      'after',
      "\nExample:\n  candour case close case-… --reason 'all notices accepted, authority closed its file'",
    )
    .action(async (caseId: string, options: GlobalOptions & { readonly reason: string }) => {
      await runVerb(openApp, options, async (app) => {
        const base = await closeCase.run({ case: caseId, reason: options.reason }, await app.deps());
        return base.ok ? ok({ document: base.value, text: 'closed' }) : base;
      });
    });

  return command;
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function textOf(base: FactBase): string {
  const known = base.facts.filter((fact) => fact.status !== 'unknown');
  const unknown = base.facts.filter((fact) => fact.status === 'unknown').map((fact) => fact.key);
  return [
    `${base.case}  ${base.status}  ${base.title}`,
    ...known.map((fact) => `  ${fact.key}: ${JSON.stringify(fact.value)} (${fact.status}; ${fact.evidence})`),
    ...base.contradictions.map(
      (one) =>
        `  contradiction: ${one.key}: stated ${JSON.stringify(one.stated)}, the documents say ${JSON.stringify(one.derived)}`,
    ),
    `  unknown: ${unknown.join(', ') || 'nothing'}`,
    ...(base.outdated.length === 0 ? [] : [`  to be derived again: ${base.outdated.join(', ')}`]),
  ].join('\n');
}
