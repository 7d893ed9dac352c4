import { Command } from 'commander';
import { ok } from '../core/result.ts';
import type { DoctorReport } from '../workflow/doctor.ts';
import { nodeProblem } from './node-version.ts';
import { type GlobalOptions, type OpenApp, runVerb, withGlobals } from './shell.ts';

export function doctorCommand(openApp: OpenApp): Command {
  return withGlobals(new Command('doctor'))
    .option('--deep', 'read every file of the lake and compare its hash, not only its size', false)
    .addHelpText('after', '\nExample:\n  candour doctor --data ./candour-data\n  candour doctor --deep --json')
    .action(async (options: GlobalOptions & { readonly deep: boolean }) => {
      await runVerb(openApp, options, async (app) => {
        const report = await app.doctor(options.deep, nodeProblem(process.versions.node));
        return ok({ document: { data: app.folder.root, ...report }, text: textOf(report), wanting: !report.ok });
      });
    });
}

function textOf({ checks, findings, versions }: DoctorReport): string {
  const lines = checks.flatMap(({ check, state, said }) => [
    `${state.padEnd(6)} ${check}: ${said}`,
    ...findings
      .filter((finding) => finding.check === check)
      .flatMap(({ code, message, hint }) => [`         ${code}: ${message}`, `         do: ${hint ?? ''}`]),
  ]);
  const wrong = findings.filter(({ state }) => state === 'wrong').length;
  return [
    ...lines,
    `Node ${versions.node}, DuckDB ${versions.duckdb}, SQLite ${versions.sqlite}`,
    wrong === 0 ? 'nothing is wrong' : `${wrong} ${wrong === 1 ? 'thing is' : 'things are'} wrong`,
  ].join('\n');
}
