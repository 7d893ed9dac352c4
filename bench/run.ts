import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dutiesScenario } from './duties/scenario.ts';
import { evidenceScenario } from './evidence/scenario.ts';
import { ingestScenario } from './ingest/scenario.ts';
import { machine } from './measure.ts';
import { scopeScenario } from './scope/scenario.ts';
import { traceScenario } from './trace/scenario.ts';
import { traceTableScenario } from './trace/table-scenario.ts';

const SCENARIOS = {
  evidence: evidenceScenario,
  ingest: ingestScenario,
  scope: scopeScenario,
  trace: traceScenario,
  duties: dutiesScenario,
  'trace-table': traceTableScenario,
} as const;
/** Only when named: it takes too long beside the others. */
const LONG: readonly string[] = ['trace-table'];
type Scenario = keyof typeof SCENARIOS;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    scratch: { type: 'string', default: join(tmpdir(), 'candour-bench') },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const unknown = positionals.filter((name) => !(name in SCENARIOS));
if (values.help || unknown.length > 0) {
  process.stderr.write(`npm run bench -- [${Object.keys(SCENARIOS).join('|')}]… [--quick] [--scratch DIR]

Measures Candour against what one would use instead, in the same run, answers compared before times. Without names: all of
them but trace-table (of the model alone; an hour), and the tables go to docs/performance.md. Inputs stay in the scratch folder (6 GB) for the next run; --quick is small.

Example:
  npm run bench -- ingest --quick
`);
  process.exit(unknown.length > 0 ? 2 : 0);
}

const usual = Object.keys(SCENARIOS).filter((name) => !LONG.includes(name));
const asked = (positionals.length === 0 ? usual : positionals) as readonly Scenario[];
mkdirSync(values.scratch, { recursive: true });
const tables: string[] = [];
for (const name of asked) {
  process.stderr.write(`${name}\n`);
  tables.push(await SCENARIOS[name](values.scratch, values.quick));
}
const text = `# Performance

Measured by \`npm run bench\` on ${machine()}. Contenders run in turn, each in a process of its own; memory is the process's peak.

${tables.join('\n')}`;
process.stdout.write(`${text}\n`);
if (positionals.length === 0 && !values.quick) writeFileSync(join('docs', 'performance.md'), `${text.trimEnd()}\n`);
