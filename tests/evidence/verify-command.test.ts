import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApp } from '../../src/app.ts';
import { utf8 } from '../../src/core/bytes.ts';
import type { Result } from '../../src/core/result.ts';
import { receiptWorld } from '../../src/testing/receipt-world.ts';
import { makeReceipt } from '../../src/workflow/make-receipt.ts';

const folder = mkdtempSync(join(tmpdir(), 'candour-verify-'));
const world = receiptWorld();

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

function verify(...args: readonly string[]): { readonly code: number | null; readonly document: unknown } {
  const { stdout, status } = spawnSync(process.execPath, [resolve('src/cli/candour.ts'), 'verify', ...args, '--json'], {
    encoding: 'utf8',
    cwd: folder,
    env: { ...process.env, INIT_CWD: folder },
  });
  return { code: status, document: stdout === '' ? null : JSON.parse(stdout) };
}

beforeAll(() => {
  file('policy', world.policy);
  file('opening.json', world.opening);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('candour verify RECEIPT', () => {
  test('exits 0 and says what is proved when the receipt holds', () => {
    file('good.tlog-proof', world.cosignedProof);
    const { code, document } = verify('good.tlog-proof', '--policy', 'policy', '--opening', 'opening.json');
    expect(document).toMatchObject({
      ok: true,
      origin: 'log.example.com/candour',
      treeSize: 2,
      index: 1,
      files: 2,
      cosigned: 'yes',
      opened: 'yes',
      faults: [],
    });
    expect(code).toBe(0);
  });

  test('exits 1 and names the fault and the file when it is not cosigned yet', () => {
    file('bare.tlog-proof', world.proof);
    const { code, document } = verify('bare.tlog-proof', '--policy', 'policy');
    expect(document).toMatchObject({
      ok: false,
      cosigned: 'not-yet',
      faults: [{ code: 'RECEIPT_NOT_COSIGNED', file: join(folder, 'bare.tlog-proof'), index: 1 }],
    });
    expect(code).toBe(1);
  });

  test('trusts no key that was not named', () => {
    expect(verify('good.tlog-proof')).toMatchObject({ code: 1, document: { error: { code: 'VERIFY_NO_KEY' } } });
  });

  test('refuses a file that is nothing it knows, and one that is not there', () => {
    file('holiday.txt', 'sun');
    expect(verify('holiday.txt')).toMatchObject({ code: 1, document: { error: { code: 'VERIFY_UNKNOWN' } } });
    expect(verify('nowhere')).toMatchObject({ code: 1, document: { error: { code: 'VERIFY_UNREADABLE' } } });
    expect(verify('--no-such-option').code).toBe(2);
  });
});

describe('a receipt of an entry of a log', () => {
  test('holds under the key of the log, and for every entry', async () => {
    const data = join(folder, 'data');
    const app = openApp(data);
    const log = must(app.log());
    must(await log.append(['{"n":1}', '{"n":2}', '{"n":3}'].map(utf8)));
    for (const index of [0, 1, 2]) {
      const receipt = must(await makeReceipt(log, index));
      expect(receipt).toMatchObject({ index, treeSize: 3, cosigned: false });
      expect(receipt.text).toContain(`index ${index}\n`);
    }
    expect(await makeReceipt(log, 3)).toMatchObject({ ok: false, error: { code: 'RECEIPT_NO_ENTRY' } });
    const receipt = must(await makeReceipt(log, 2));
    await app.close();
    file('entry.tlog-proof', receipt.text);
    const { code, document } = verify('entry.tlog-proof', '--vkey', readFileSync(join(data, 'log', 'vkey'), 'utf8'));
    expect(document).toMatchObject({ ok: true, index: 2, treeSize: 3, cosigned: 'not-asked' });
    expect(code).toBe(0);
  });
});
