/**
 * The whole way over many made-up companies: simulate, ingest, people, detect, trace, scope; each answer beside the truth.
 * `node bench/trace/sweep.ts [--seeds 1-10] [--only NAME] [--size small] [--json FILE]`. Exit 1 when anybody innocent was named.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openApp } from '../../src/app.ts';
import { parseInstant } from '../../src/core/instant.ts';
import type { Result } from '../../src/core/result.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Truth } from '../../src/testing/company/truth.ts';
import { detectAccesses, detectInput } from '../../src/workflow/detect-accesses.ts';
import { loadBasis } from '../../src/workflow/load-basis.ts';
import { openCase } from '../../src/workflow/open-case.ts';
import { scopeCase, scopeInput } from '../../src/workflow/scope-case.ts';
import { simulateInput } from '../../src/workflow/simulate-company.ts';
import { traceInput, traceLeak } from '../../src/workflow/trace-leak.ts';
import { silent } from '../world/world.ts';
import { type SweepRun, sweepTable } from './sweep-table.ts';
import { WORLDS } from './sweep-world.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1-10' },
    only: { type: 'string', default: '' },
    size: { type: 'string', default: 'small' },
    json: { type: 'string' },
  },
});
const [first = 1, last = first] = values.seeds.split('-').map(Number);
const runs: SweepRun[] = [];
const scratch = mkdtempSync(join(tmpdir(), 'candour-sweep-'));
try {
  for (const [world, knobs] of Object.entries(WORLDS)) {
    if (values.only !== '' && !values.only.split(',').includes(world)) continue;
    for (let seed = first; seed <= last; seed += 1) {
      const run = await runOne(world, seed, simulateInput.parse({ seed, size: values.size, ...knobs }));
      runs.push(run);
      process.stderr.write(
        `${world} ${seed}: ${run.verdict} ${run.named.map(({ actor }) => actor).join(' ')} | ${run.culprits.join(' ')}\n`,
      );
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(runs, null, 1)}\n`);
process.stdout.write(`${sweepTable(runs)}\n`);
process.exitCode = runs.some((run) => run.named.some(({ actor }) => !run.culprits.includes(actor))) ? 1 : 0;

async function runOne(world: string, seed: number, knobs: ReturnType<typeof simulateInput.parse>): Promise<SweepRun> {
  const startedAt = performance.now();
  const data = join(scratch, 'data');
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  const app = openApp(data, { progress: silent });
  try {
    const truth: Truth = must(await app.simulate(knobs, null));
    const deps = await app.deps();
    const { findings } = must(await detectAccesses.run(detectInput.parse({}), deps));
    const opened = must(await openCase.run({ title: 'sweep', finding: null }, deps));
    const leak = join(data, 'simulation', 'leak.csv');
    const trace = must(await traceLeak.run(traceInput.parse({ case: opened.case, leak }), deps));
    const scope = trace.named.length === 0 ? null : await scopeOf(app, opened.case, truth);
    return {
      world,
      seed,
      verdict: trace.verdict,
      named: trace.named,
      culprits: truth.ghost ? [] : [...truth.culprits].sort(),
      linked: trace.sample.linked,
      customers: truth.taken + truth.mixed,
      taken: truth.taken,
      moreRecordsNeeded: trace.moreRecordsNeeded,
      replay: trace.replay ?? null,
      window: trace.window === null ? null : [trace.window.from.slice(0, 10), trace.window.to.slice(0, 10)],
      trueWindow: [truth.window[0].slice(0, 10), truth.window[1].slice(0, 10)],
      scope,
      affected: truth.affected.length,
      detect: scored(findings, truth),
      seconds: (performance.now() - startedAt) / 1000,
    };
  } finally {
    await app.close();
  }
}

/** A finding is right when it is a culprit's, on a day of the taking. */
function scored(findings: readonly Finding[], truth: Truth): SweepRun['detect'] {
  const right = findings.map(
    ({ actor, day }) =>
      !truth.ghost &&
      truth.culprits.includes(actor) &&
      day >= truth.window[0].slice(0, 10) &&
      day < truth.window[1].slice(0, 10),
  );
  const at = right.indexOf(true);
  return { findings: findings.length, right: right.filter(Boolean).length, firstRight: at === -1 ? null : at + 1 };
}

/** What `candour scope` gives for the case as it stands: the named actors in the window of extraction. */
async function scopeOf(app: ReturnType<typeof openApp>, caseId: string, truth: Truth): Promise<SweepRun['scope']> {
  const deps = await app.deps();
  const scope = must(await scopeCase.run(scopeInput.parse({ case: caseId }), deps));
  const session = must(await deps.lake.open());
  try {
    must(await loadBasis(session, caseId, deps.files));
    const { from, to } = scope.window;
    const rows = await session.rows<{ readonly subject: string }>('scope-exposure', {
      actors: scope.actors,
      from: parseInstant(from),
      to: parseInstant(to),
    });
    const people = new Set(rows.map(({ subject }) => subject));
    const affected = new Set(truth.affected);
    // Who is on the list is affected, whoever gave it.
    const listed = new Set(truth.sample.filter((customer) => customer !== null));
    return {
      persons: people.size,
      missed: affected.difference(people).size,
      extra: people.difference(affected).difference(listed).size,
    };
  } finally {
    await session.close();
  }
}

function must<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.error.code}: ${result.error.message}`);
}
