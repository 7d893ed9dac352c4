import { openApp } from '../../src/app.ts';
import type { LakeSession } from '../../src/ports/lake.ts';
import { openCase } from '../../src/workflow/open-case.ts';
import { traceInput, traceLeak } from '../../src/workflow/trace-leak.ts';
import { report } from '../measure.ts';
import { silent } from '../world/world.ts';

/** `DATA LIST [REPLAYS]`: the product's own trace; what each statement took goes to stderr. */
const [data = '', list = '', replays = '0'] = process.argv.slice(2);

const timed = (session: LakeSession): LakeSession => ({
  ...session,
  async rows(statement, params) {
    const startedAt = performance.now();
    const rows = await session.rows(statement, params);
    process.stderr.write(
      `    ${statement}: ${rows.length} rows, ${((performance.now() - startedAt) / 1000).toFixed(2)} s, peak ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB\n`,
    );
    return rows as never;
  },
  async keep(table, statement, params) {
    const startedAt = performance.now();
    await session.keep(table, statement, params);
    process.stderr.write(`    ${statement}: kept, ${((performance.now() - startedAt) / 1000).toFixed(2)} s\n`);
  },
});

await report(async () => {
  const app = openApp(data, { progress: silent });
  const deps = await app.deps();
  const opened = await openCase.run({ title: 'benchmark', finding: null }, deps);
  if (!opened.ok) throw new Error(opened.error.message);
  const lake = {
    ...deps.lake,
    async open() {
      const startedAt = performance.now();
      const session = await deps.lake.open();
      process.stderr.write(`    open: ${((performance.now() - startedAt) / 1000).toFixed(2)} s\n`);
      return session.ok ? { ok: true as const, value: timed(session.value) } : session;
    },
  };
  const input = traceInput.parse({ case: opened.value.case, leak: list, replays: Number(replays) });
  const trace = await traceLeak.run(input, { ...deps, lake });
  if (!trace.ok) throw new Error(trace.error.message);
  await app.close();
  const { verdict, named, sample, replay } = trace.value;
  return {
    verdict,
    named: named.map(({ actor }) => actor).join(' '),
    linked: sample.linked,
    replays: replay?.replays ?? 0,
  };
});
