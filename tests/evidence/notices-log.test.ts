import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, openApp } from '../../src/app.ts';
import { utf8 } from '../../src/core/bytes.ts';
import { nodeHashing } from '../../src/core/node-hashing.ts';
import { generateSigningKey, parseSigningKey } from '../../src/core/node-signer.ts';
import { formatAddCheckpoint } from '../../src/core/note/add-checkpoint.ts';
import { noticesOrigin, openCheckpoint, signCheckpoint } from '../../src/core/note/checkpoint.ts';
import { formatLogProof, parseLogProof } from '../../src/core/note/log-proof.ts';
import { parsePolicy } from '../../src/core/note/policy.ts';
import { formatVerifierKey, parseVerifierKey } from '../../src/core/note/verifier-key.ts';
import type { Result } from '../../src/core/result.ts';
import { verifyData } from '../../src/verification.ts';
import { checkFiles } from '../../src/verify/browser/check-files.ts';
import { nobleHashing } from '../../src/verify/browser/noble-hashing.ts';
import { checkReceipt } from '../../src/verify/receipt/check-receipt.ts';
import { openWitness } from '../../src/witness.ts';
import { openCase } from '../../src/workflow/open-case.ts';
import { sealTelling, tellPersons } from '../../src/workflow/tell-person.ts';

const folder = mkdtempSync(join(tmpdir(), 'candour-notices-'));
const data = join(folder, 'data');
const at = (...path: readonly string[]): string => join(data, ...path);
let witness: { readonly port: number; close(): Promise<void> };
let witnessKey = '';
let mainKey = '';
let caseId = '';
let incident = '';
let said: { readonly code: number | string | null; readonly document: Record<string, unknown> };

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

async function withApp<T>(work: (app: App) => Promise<T>): Promise<T> {
  const app = openApp(data);
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

/** Beside the witness, which answers in this process. */
const candour = (...args: readonly string[]): Promise<typeof said> =>
  new Promise((done) => {
    const options = { cwd: folder, env: { ...process.env, INIT_CWD: folder } };
    execFile(process.execPath, [resolve('src/cli/candour.ts'), ...args, '--json'], options, (error, stdout) =>
      done({
        code: error === null ? 0 : (error.code ?? null),
        document: JSON.parse(stdout) as Record<string, unknown>,
      }),
    );
  });

/** A witness that knows the main log alone; three people told; the receipt of one of them, as the command writes it. */
beforeAll(async () => {
  const watching = openWitness(join(folder, 'witness'));
  witnessKey = must(watching.make('witness.example.com/w')).vkey;
  await withApp(async (app) => must(await must(app.log('log.example.com/candour')).append([utf8('{"n":1}')])));
  mainKey = readFileSync(at('log', 'vkey'), 'utf8').trim();
  must(watching.addLog(mainKey));
  witness = must(await watching.serve('127.0.0.1', 0));
  const address = `http://127.0.0.1:${witness.port}`;
  writeFileSync(at('witness.policy'), `log ${mainKey}\nwitness auditor ${witnessKey} ${address}\nquorum auditor\n`);
  await withApp(async (app) => {
    const deps = await app.deps();
    caseId = must(await openCase.run({ title: 'A leak', finding: null }, deps)).case;
    const taken = { channel: 'email', acceptedAt: deps.clock.now(), sha256: 'ab'.repeat(32) } as const;
    const messages = ['c-1', 'c-2', 'c-3'].map((person) => ({ person, notice: `n-${person}`, ...taken }));
    incident = must(await tellPersons.run({ case: caseId, messages }, deps)).incident;
  });
  said = await candour('notices', 'receipt', caseId, '--subject', 'c-2', '--out', 'receipt', '--data', data);
}, 60_000);

afterAll(async () => {
  await witness.close();
  rmSync(folder, { recursive: true, force: true });
});

const file = (name: string): Buffer => readFileSync(join(folder, name));
const onlyMain = () => must(parsePolicy(utf8(`log ${mainKey}\nquorum none\n`), nodeHashing));
const verdictOn = (proof: Uint8Array, opening: Uint8Array) =>
  checkReceipt({ proof, entry: null, opening, policy: onlyMain(), hashing: nodeHashing });
/** What an intruder makes: a key of the same name, and the newest state signed with it. */
function forged(): { readonly vkey: string; readonly note: string } {
  const origin = noticesOrigin('log.example.com/candour', incident);
  const stranger = must(parseSigningKey(must(generateSigningKey('ed25519', origin))));
  const main = must(parseVerifierKey(mainKey, nodeHashing));
  const note = readFileSync(at('log', 'notices', incident, 'checkpoint'));
  const { checkpoint } = must(openCheckpoint(note, [main], [], nodeHashing));
  return { vkey: formatVerifierKey(stranger.key), note: signCheckpoint(checkpoint, stranger) };
}

describe('a notices log', () => {
  test('is cosigned by a witness that was told of the main log alone, and its receipts say so', () => {
    expect(said).toMatchObject({ code: 0, document: { incident, index: 1, treeSize: 3, cosigned: true } });
    const keys = [mainKey, witnessKey].map((text) => must(parseVerifierKey(text, nodeHashing)));
    const note = readFileSync(at('log', 'notices', incident, 'cosigned'));
    expect(must(openCheckpoint(note, keys.slice(0, 1), keys.slice(1), nodeHashing)).cosignedBy).toHaveLength(1);
  });

  test('has no key of its own', async () => {
    expect(() => readFileSync(at('keys', `${incident}.key`))).toThrow('ENOENT');
    const { publicKey } = must(parseVerifierKey(mainKey, nodeHashing));
    const published = readFileSync(at('log', 'notices', incident, 'vkey'), 'utf8').trim();
    const own = must(parseVerifierKey(published, nodeHashing));
    expect(own).toMatchObject({ name: noticesOrigin('log.example.com/candour', incident), publicKey });
    expect(published).not.toBe(mainKey);
  });

  test('signed with another key of its name is refused: by Candour, by a witness, and in a receipt', async () => {
    const { vkey, note } = forged();
    const keyPath = at('log', 'notices', incident, 'vkey');
    const notePath = at('log', 'notices', incident, 'checkpoint');
    const kept = [keyPath, notePath].map((path) => ({ path, bytes: readFileSync(path) }));
    const telling = () => withApp(async (app) => (await app.deps()).telling.count(incident));
    writeFileSync(notePath, note);
    expect(await telling()).toMatchObject({ ok: false, error: { code: 'LOG_DAMAGED' } });
    // With the key beside it too, it is consistent in itself.
    writeFileSync(keyPath, `${vkey}\n`);
    await expect(telling()).rejects.toThrow(/not the main log's key/);
    for (const { path, bytes } of kept) writeFileSync(path, bytes);
    expect(await telling()).toMatchObject({ ok: true, value: 3 });

    const asked = await fetch(`http://127.0.0.1:${witness.port}/add-checkpoint`, {
      method: 'POST',
      body: formatAddCheckpoint({ oldSize: 3, proof: [], checkpoint: note }),
    });
    expect(asked.status).toBe(403);
    const proof = formatLogProof({ ...must(parseLogProof(file('receipt.tlog-proof'))), checkpoint: note });
    expect(verdictOn(utf8(proof), file('receipt.json'))).toMatchObject({
      ok: false,
      faults: [{ code: 'NOTE_UNVERIFIED' }],
    });
  });

  test('sealed, has the name, size and root that the leaf in the main log says', async () => {
    await withApp(async (app) => {
      expect(must(await sealTelling.run({ case: caseId }, await app.deps()))).toMatchObject({ told: 3 });
    });
    const silent = { step: () => ({ at: () => {}, end: () => {} }) };
    const policy = must(parsePolicy(readFileSync(at('witness.policy')), nodeHashing));
    const verdict = async () => must(await verifyData(data, policy, silent));
    expect(await verdict()).toMatchObject({ ok: true, unchecked: [], trust: 'given', notices: [{ treeSize: 3 }] });

    // One person more than was sealed, told by somebody who has the key.
    const told = join(folder, 'rolled');
    cpSync(data, told, { recursive: true });
    const app = openApp(told);
    must(await (await app.deps()).noticesLog(incident).append([utf8('{"n":4}')]));
    await app.close();
    const after = must(await verifyData(told, policy, silent));
    expect(after.faults.map(({ code, index }) => [code, index])).toContainEqual([
      'STATE_SEAL_BROKEN',
      expect.any(Number),
    ]);
  });
});

describe('the receipt that `candour notices receipt` writes', () => {
  test('is taken by `candour verify` and by the page, under the main log’s key and under the policy', async () => {
    const args = ['verify', 'receipt.tlog-proof', '--opening', 'receipt.json'];
    expect(await candour(...args, '--vkey', mainKey)).toMatchObject({
      code: 0,
      document: { ok: true, opened: 'yes', cosigned: 'not-asked', index: 1, treeSize: 3 },
    });
    const files = ['receipt.tlog-proof', 'receipt.json'].map((name) => ({ name, bytes: file(name) }));
    const policy = readFileSync(at('witness.policy'), 'utf8');
    const checked = must(checkFiles(files, { key: policy, custodyKey: '' }, nobleHashing));
    const verdict = checked?.kind === 'receipt' ? checked.verdict : null;
    expect(verdict).toMatchObject({ ok: true, opened: 'yes', proved: { cosigned: 'yes' } });
    expect(JSON.parse(verdict?.record ?? '')).toMatchObject({ kind: 'told', about: 'c-2', body: { notice: 'n-c-2' } });
  });

  test('opens with no byte of the opening changed', async () => {
    const [proof, opening] = [file('receipt.tlog-proof'), file('receipt.json')];
    expect(verdictOn(proof, opening).ok).toBe(true);
    const passed = [...opening.keys()].filter((n) => {
      const changed = Uint8Array.from(opening);
      changed[n] = (opening[n] ?? 0) ^ (1 + (n % 255));
      return verdictOn(proof, changed).ok;
    });
    expect(passed).toEqual([]);
    const middle = opening.indexOf('c-2');
    writeFileSync(
      join(folder, 'changed.json'),
      opening.map((byte, n) => (n === middle ? byte ^ 1 : byte)),
    );
    const args = ['verify', 'receipt.tlog-proof', '--vkey', mainKey, '--opening', 'changed.json'];
    expect(await candour(...args)).toMatchObject({ code: 1, document: { ok: false, opened: 'no' } });
  });
});
