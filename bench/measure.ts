import { spawn } from 'node:child_process';
import { availableParallelism, cpus, totalmem } from 'node:os';

/** One run of a contender in a process of its own, so that its memory is its own. */
export interface Run {
  readonly seconds: number;
  /** User and system time of the process. */
  readonly cpuSeconds: number;
  readonly peakMb: number;
  /** What the run answered: compared before any time is. */
  readonly answer: Readonly<Record<string, string | number>>;
}

/** Runs `node script args`; the script prints one JSON Run as its last line. */
export function runOnce(script: string, args: readonly string[]): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString('utf8');
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) reject(new Error(`${script} ended with exit code ${code}`));
      else resolve(JSON.parse(out.trim().split('\n').at(-1) ?? '{}') as Run);
    });
  });
}

/** Times `work` in this process and prints the Run for `runOnce`; `after` adds to the answer what is compared and not timed. */
export async function report(
  work: () => Promise<Run['answer']>,
  after: () => Run['answer'] = () => ({}),
): Promise<void> {
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  const answer = await work();
  const used = process.cpuUsage(cpu);
  const seconds = (performance.now() - startedAt) / 1000;
  const peakMb = process.resourceUsage().maxRSS / 1024;
  const run: Run = {
    seconds,
    cpuSeconds: (used.user + used.system) / 1e6,
    peakMb,
    answer: { ...answer, ...after() },
  };
  process.stdout.write(`${JSON.stringify(run)}\n`);
}

/** Contenders in turn, `rounds` times; throws when an answer differs from the first contender's. */
export async function interleave(
  rounds: number,
  contenders: Readonly<Record<string, () => Promise<Run>>>,
): Promise<Readonly<Record<string, readonly Run[]>>> {
  const runs: Record<string, Run[]> = {};
  let expected: string | null = null;
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, contend] of Object.entries(contenders)) {
      const run = await contend();
      const answer = JSON.stringify(run.answer);
      expected ??= answer;
      if (answer !== expected) throw new Error(`${name} answers ${answer}; expected ${expected}`);
      runs[name] = [...(runs[name] ?? []), run];
      process.stderr.write(
        `  ${name}: ${run.seconds.toFixed(2)} s, ${run.cpuSeconds.toFixed(2)} cpu-s, ${run.peakMb.toFixed(0)} MB\n`,
      );
    }
  }
  return runs;
}

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN;
  return { min: at(0), median: at(0.5), max: at(1) };
}

/** `median (min–max)` with the given number of digits. */
export const shown = ({ min, median, max }: Spread, digits = 2): string =>
  `${median.toFixed(digits)} (${min.toFixed(digits)}–${max.toFixed(digits)})`;

export const machine = (): string =>
  `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
