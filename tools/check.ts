import { spawn } from 'node:child_process';

/** One check of the edit loop: a command, and what its output must prove besides exit 0. */
interface Check {
  readonly name: string;
  readonly command: readonly string[];
  /** Gives what was checked, or null when the run proves nothing. */
  readonly proof?: (output: string) => string | null;
}

const bin = (name: string): string => `node_modules/.bin/${name}`;

const CHECKS: readonly Check[] = [
  {
    name: 'format and lint',
    command: [bin('biome'), 'ci', '--error-on-warnings', '.'],
    proof: (out) => /Checked [1-9]\d* files/.exec(out)?.[0] ?? null,
  },
  {
    name: 'typed lint',
    command: [bin('oxlint'), '--type-aware', 'src', 'tests', 'bench', 'tools'],
    proof: (out) => /on [1-9]\d* files/.exec(out)?.[0] ?? null,
  },
  { name: 'types', command: [bin('tsc'), '--noEmit'] },
  {
    name: 'layers',
    command: [bin('depcruise'), 'src', '--output-type', 'err'],
    // TypeScript 7 made the cruiser pass having seen nothing: a count of zero is a failure.
    proof: (out) => /\([1-9]\d* modules, [1-9]\d* dependencies cruised\)/.exec(out)?.[0] ?? null,
  },
  { name: 'unused code', command: [bin('knip')] },
  {
    name: 'file sizes',
    command: ['node', 'tools/file-size.ts'],
    proof: (out) => /[1-9]\d* files/.exec(out)?.[0] ?? null,
  },
  {
    name: 'generated files',
    command: ['node', 'tools/generate.ts', '--check'],
    proof: (out) => /[1-9]\d* statements/.exec(out)?.[0] ?? null,
  },
];

/** Two at a time: each is one busy process, and there may be two cores. */
async function main(): Promise<void> {
  const waiting = [...CHECKS];
  let failed = 0;
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const startedAt = performance.now();
      const { code, output } = await run(check.command);
      const proof = check.proof === undefined ? '' : check.proof(output);
      const good = code === 0 && proof !== null;
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      process.stdout.write(`${good ? 'ok  ' : 'FAIL'} ${check.name} ${proof ?? 'checked nothing'} ${seconds} s\n`);
      if (!good) {
        failed += 1;
        process.stdout.write(`${output}\n`);
      }
    }
  };
  await Promise.all([worker(), worker()]);
  process.stdout.write(`${CHECKS.length - failed} of ${CHECKS.length} checks are good\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}

function run([command = '', ...args]: readonly string[]): Promise<{
  readonly code: number | null;
  readonly output: string;
}> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const take = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

await main();
