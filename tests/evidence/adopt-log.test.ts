import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type App, openApp } from '../../src/app.ts';
import type { Result } from '../../src/core/result.ts';
import { verifyData } from '../../src/verification.ts';
import { openWitness } from '../../src/witness.ts';
import { noteCase } from '../../src/workflow/note-case.ts';
import { openCase } from '../../src/workflow/open-case.ts';
import { tellPersons } from '../../src/workflow/tell-person.ts';

const silent = { step: () => ({ at: () => {}, end: () => {} }) };

let folder = '';
let data = '';
let caseId = '';
let witness: { close(): Promise<void> } | null = null;

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

async function withApp<T>(work: (app: App) => Promise<T>): Promise<T> {
  const app = openApp(data, { progress: silent });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.error.code);
const adopt = (alone = false) => withApp((app) => app.adoptLog(alone));
/** Whoever writes; an app that cannot open throws what it says. */
const note = async (text: string): Promise<string> => {
  try {
    return await withApp(async (app) => codeOf(await noteCase.run({ case: caseId, text }, await app.deps())));
  } catch (error) {
    return error instanceof Error ? error.message : 'thrown';
  }
};
const forget = (): void => {
  for (const name of readdirSync(join(data, 'state')))
    if (name.startsWith('log.sqlite')) rmSync(join(data, 'state', name));
};
const leaves = (): Promise<readonly string[]> =>
  withApp(async (app) => {
    const log = must(app.log());
    const texts: string[] = [];
    for await (const { entry } of log.entries(0, must(log.state()).treeSize)) texts.push(Buffer.from(entry).toString());
    return texts;
  });
const faults = async () => must(await verifyData(data, null, silent)).faults;

/** A case with two people told, watched by a witness. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'candour-adopt-'));
  data = join(folder, 'data');
  await withApp(async (app) => must(app.log('log.example.com/candour')));
  const vkey = readFileSync(join(data, 'log', 'vkey'), 'utf8').trim();
  const watching = openWitness(join(folder, 'witness'));
  const { vkey: witnessKey } = must(watching.make('witness.example.com/w'));
  must(watching.addLog(vkey));
  const served = must(await watching.serve('127.0.0.1', 0));
  witness = {
    async close() {
      await served.close();
      await watching.close();
    },
  };
  writeFileSync(
    join(data, 'witness.policy'),
    `log ${vkey}\nwitness auditor ${witnessKey} http://127.0.0.1:${served.port}\nquorum auditor\n`,
  );
  await withApp(async (app) => {
    const deps = await app.deps();
    caseId = must(await openCase.run({ title: 'A leak', finding: null }, deps)).case;
    const taken = { channel: 'email', acceptedAt: deps.clock.now(), sha256: 'ab'.repeat(32) } as const;
    const messages = ['c-1', 'c-2'].map((person) => ({ person, notice: `n-${person}`, ...taken }));
    must(await tellPersons.run({ case: caseId, messages }, deps));
  });
});
afterEach(async () => {
  await witness?.close();
  witness = null;
  rmSync(folder, { recursive: true, force: true });
});

test('a log whose memory is there is not adopted', async () => {
  expect(codeOf(await adopt())).toBe('LOG_REMEMBERED');
});

test('a log that lost its memory takes nothing, and says what to do; adopted, it goes on with a leaf that says so', async () => {
  const before = await leaves();
  forget();
  expect(await note('not taken')).toContain('LOG_FORGOTTEN');
  expect(await leaves()).toEqual(before);
  const adopted = must(await adopt());
  expect(adopted.adopted.map(({ incident, treeSize }) => [incident === null, treeSize])).toEqual([
    [true, before.length],
    [false, 2],
  ]);
  const said = (await leaves()).slice(before.length);
  expect(said.map((text) => (JSON.parse(text) as { type: string; treeSize: number }).type)).toEqual([
    'adopted',
    'adopted',
  ]);
  expect(said[0]).toContain(`"treeSize":${before.length}`);
  expect(said.join()).not.toMatch(/c-1|c-2|case-/);
  expect(await note('taken')).toBe('ok');
  expect(codeOf(await adopt())).toBe('LOG_REMEMBERED');
  expect(await faults()).toEqual([]);
});

test('an older log without its memory is not adopted while a witness knows a newer one', async () => {
  cpSync(join(data, 'log'), join(folder, 'older'), { recursive: true });
  expect(await note('newer')).toBe('ok');
  rmSync(join(data, 'log'), { recursive: true });
  cpSync(join(folder, 'older'), join(data, 'log'), { recursive: true });
  forget();
  expect(codeOf(await adopt())).toBe('LOG_AHEAD');
  expect(codeOf(await adopt(true))).toBe('LOG_AHEAD');
  expect(await note('not taken')).toContain('LOG_AHEAD');
});

test('without the witness it is adopted only by who says so', async () => {
  forget();
  await witness?.close();
  witness = null;
  expect(codeOf(await adopt())).toBe('LOG_NOT_COSIGNED');
  expect(codeOf(await adopt(true))).toBe('ok');
});

test('a log of which a byte was changed is not adopted', async () => {
  forget();
  const entries = join(data, 'log', 'tile', 'entries', '000.p');
  const [name = ''] = readdirSync(entries).sort((a, b) => Number(b) - Number(a));
  const bytes = readFileSync(join(entries, name));
  writeFileSync(join(entries, name), bytes.with(30, (bytes[30] ?? 0) ^ 1));
  expect(codeOf(await adopt())).toBe('LOG_DAMAGED');
  writeFileSync(join(entries, name), bytes);
  expect(codeOf(await adopt())).toBe('ok');
});
