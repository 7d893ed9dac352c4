import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openApp } from '../../src/app.ts';
import { utf8 } from '../../src/core/bytes.ts';
import { nodeHashing } from '../../src/core/node-hashing.ts';
import { openCheckpoint } from '../../src/core/note/checkpoint.ts';
import { parseVerifierKey } from '../../src/core/note/verifier-key.ts';
import type { Result } from '../../src/core/result.ts';
import type { WitnessedLog } from '../../src/ports/witnessed-log.ts';
import { openWitness } from '../../src/witness.ts';
import { makeReceipt } from '../../src/workflow/make-receipt.ts';

const CANDOUR = resolve('src/cli/candour.ts');

let folder = '';
let data = '';
let processes: ChildProcess[] = [];

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

/** The witness without the rest of the command line, which takes seconds to load on a busy machine; one test runs the command. */
const ALONE = `
  const { openWitness } = await import(process.argv[1]);
  const running = await openWitness(process.argv[2]).serve('127.0.0.1', Number(process.argv[3]));
  process.stderr.write(running.ok ? 'http://127.0.0.1:' + running.value.port : running.error.message);
`;

/** A witness in a process of its own; gives its address. */
async function serveWitness(path: string, port = 0, command = false): Promise<string> {
  const args = command
    ? [CANDOUR, 'witness', 'serve', '--data', path, '--port', String(port)]
    : ['--input-type=module', '-e', ALONE, resolve('src/witness.ts'), path, String(port)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  processes.push(child);
  for await (const chunk of child.stderr) {
    const address = /http:\/\/[0-9.]+:\d+/.exec(String(chunk))?.[0];
    if (address !== undefined) return address;
  }
  throw new Error('the witness did not start');
}

async function stopAll(): Promise<void> {
  for (const child of processes.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

/** Opens the data directory's log, appends, closes: as one command does. */
async function withLog<T>(path: string, work: (log: WitnessedLog) => Promise<T>): Promise<T> {
  const app = openApp(path);
  try {
    return await work(must(app.log()));
  } finally {
    await app.close();
  }
}

const append = (path: string, ...texts: readonly string[]): Promise<string> =>
  withLog(path, async (log) => {
    const appended = await log.append(texts.map(utf8));
    return appended.ok ? `size ${appended.value.treeSize}` : appended.error.code;
  });

const ask = () => withLog(data, (log) => log.ask());

const vkeyOf = (path: string): string => readFileSync(join(path, 'log', 'vkey'), 'utf8').trim();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'candour-watched-'));
  data = join(folder, 'data');
  processes = [];
});

afterEach(async () => {
  await stopAll();
  rmSync(folder, { recursive: true, force: true });
});

describe('a log that a witness in another process watches', () => {
  let address = '';
  let witnessKey = '';

  beforeEach(async () => {
    const witness = join(folder, 'witness');
    witnessKey = must(openWitness(witness).make('witness.example.com/w')).vkey;
    await append(data, 'first');
    must(openWitness(witness).addLog(vkeyOf(data)));
    address = await serveWitness(witness);
    writeFileSync(
      join(data, 'witness.policy'),
      `log ${vkeyOf(data)}\nwitness auditor ${witnessKey} ${address}\nquorum auditor\n`,
    );
  });

  const cosigners = (note: string): number => {
    const keys = [vkeyOf(data), witnessKey].map((text) => must(parseVerifierKey(text, nodeHashing)));
    return must(openCheckpoint(note, keys.slice(0, 1), keys.slice(1), nodeHashing)).cosignedBy.length;
  };

  test('is cosigned when a command that wrote has ended, in the published checkpoint and beside it', async () => {
    expect(await append(data, 'second', 'third')).toBe('size 3');
    for (const name of ['checkpoint', 'cosigned'])
      expect(cosigners(readFileSync(join(data, 'log', name), 'utf8'))).toBe(1);
    const cosigned = await withLog(data, async (log) => must(log.cosigned()));
    expect(cosigned?.treeSize).toBe(3);
    expect(await withLog(data, async (log) => must(await makeReceipt(log, 1)).cosigned)).toBe(true);
  });

  test('restored from an older backup takes no entry, and says that a witness has seen more', async () => {
    await append(data, 'second');
    const backup = join(folder, 'backup');
    cpSync(data, backup, { recursive: true });
    await append(data, 'third');
    rmSync(data, { recursive: true });
    cpSync(backup, data, { recursive: true });
    expect(await append(data, 'another third')).toBe('LOG_AHEAD');
    expect(await ask()).toMatchObject({ ok: false, error: { code: 'LOG_AHEAD' } });
    expect(await withLog(data, async (log) => must(log.state()).treeSize)).toBe(2);
  });

  test('restored and written to behind the back of the witness is told apart from the one it knows', async () => {
    await append(data, 'second');
    const backup = join(folder, 'backup');
    cpSync(data, backup, { recursive: true });
    await append(data, 'third');
    rmSync(data, { recursive: true });
    cpSync(backup, data, { recursive: true });
    rmSync(join(data, 'witness.policy'));
    expect(await append(data, 'another third', 'fourth', 'fifth')).toBe('size 5');
    cpSync(join(backup, 'witness.policy'), join(data, 'witness.policy'));
    expect(await append(data, 'sixth')).toBe('LOG_FORKED');
  });

  test('begun anew with the old key takes no entry', async () => {
    await append(data, 'second');
    for (const path of ['log', 'state']) rmSync(join(data, path), { recursive: true });
    expect(await append(data, 'first')).toBe('LOG_AHEAD');
  });

  test('takes entries while the witness is away, is not cosigned yet, and is again when it is back', async () => {
    await append(data, 'second');
    await stopAll();
    expect(await append(data, 'third')).toBe('size 3');
    expect(await ask()).toMatchObject({
      ok: true,
      value: {
        state: { treeSize: 3 },
        cosigned: 'not-yet',
        answers: [{ witness: 'auditor', answer: 'unreachable', why: 'ECONNREFUSED' }],
      },
    });
    expect(cosigners(readFileSync(join(data, 'log', 'cosigned'), 'utf8'))).toBe(1);
    const receipts = await withLog(data, (log) => Promise.all([1, 2].map((index) => makeReceipt(log, index))));
    expect(receipts.map((receipt) => must(receipt).cosigned)).toEqual([true, false]);
    await serveWitness(join(folder, 'witness'), Number(new URL(address).port), true);
    expect(await ask()).toMatchObject({
      ok: true,
      value: { state: { treeSize: 3 }, cosigned: 'yes', answers: [{ answer: 'cosigned', size: 3 }] },
    });
  });

  test('takes none while the witness is away where the settings require it', async () => {
    writeFileSync(join(data, 'evidence.yml'), 'witnesses: {quorum: required}\n');
    expect(await append(data, 'second')).toBe('size 2');
    await stopAll();
    expect(await append(data, 'third')).toBe('size 3');
    expect(await append(data, 'fourth')).toBe('LOG_NOT_COSIGNED');
  });
});

test.each([
  ['evidence.yml', 'witnesses: {quorum: always}\n', 'EVIDENCE_SETTINGS'],
  ['evidence.yml', 'witness: {}\n', 'EVIDENCE_SETTINGS'],
  ['witness.policy', 'quorum nobody\n', 'POLICY_INVALID'],
])('a wrong %s is refused before anything is written: %j', async (name, text, code) => {
  const app = openApp(data);
  writeFileSync(join(data, name), text);
  const log = app.log();
  expect(log.ok ? 'ok' : log.error.code).toBe(code);
  await app.close();
});
