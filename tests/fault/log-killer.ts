import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { type Random, randomBelow } from '../../src/core/random.ts';
import type { EvidenceLog } from '../../src/ports/evidence-log.ts';

/** A call that was acknowledged before its process was killed. */
export interface Acknowledged {
  readonly index: number;
  readonly count: number;
  readonly call: string;
}

/** Runs an appender, kills it after its first acknowledgements and up to `mostMs` more, and gives what it was told. */
export async function killedAppender(
  data: string,
  name: string,
  random: Random,
  mostMs: number,
): Promise<readonly Acknowledged[]> {
  const child = spawn(process.execPath, ['tests/fault/log-appender.ts', data, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const delayMs = randomBelow(random, mostMs);
  let text = '';
  for await (const chunk of child.stdout) {
    if (text === '') void pause(delayMs).then(() => child.kill('SIGKILL'));
    text += String(chunk);
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  if (child.signalCode !== 'SIGKILL') throw new Error(`the appender ended by itself: ${child.exitCode}`);
  return text
    .slice(0, text.lastIndexOf('\n'))
    .split('\n')
    .map((line) => {
      const [index = '', count = '', call = ''] = line.split(' ');
      return { index: Number(index), count: Number(count), call };
    });
}

/** Every acknowledged call is where it was said to be, and every call that is there at all is there whole, in one piece. */
export async function expectCalls(log: EvidenceLog, size: number, told: readonly Acknowledged[]): Promise<void> {
  // Not `expect`: it is asked hundreds of thousands of times.
  const same = (index: number, text: string): void => {
    if (texts[index] !== text) throw new Error(`entry ${index}: expected ${text}, found ${texts[index]}`);
  };
  const texts: string[] = [];
  for await (const { entry } of log.entries(0, size)) texts.push(Buffer.from(entry).toString());
  for (const { index, count, call } of told)
    for (let n = 0; n < count; n += 1) same(index + n, `leaf ${call}/${n} of ${count}`);
  for (let index = 0; index < texts.length; ) {
    const [, call, count] = /^leaf (.*)\/0 of (\d)$/.exec(texts[index] ?? '') ?? [];
    if (call === undefined) throw new Error(`entry ${index} does not begin a call`);
    for (let n = 0; n < Number(count); n += 1) same(index + n, `leaf ${call}/${n} of ${count}`);
    index += Number(count);
  }
}
