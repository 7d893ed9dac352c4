import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApp } from '../../src/app.ts';
import { utf8 } from '../../src/core/bytes.ts';
import type { Result } from '../../src/core/result.ts';
import { hasOpenssl, type TimeAuthority, timeAuthority } from './time-authority.ts';

const folder = mkdtempSync(join(tmpdir(), 'candour-stamp-'));
const data = join(folder, 'data');

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

describe.skipIf(!hasOpenssl)('the checkpoint of a data directory (skipped where openssl is not installed)', () => {
  let authority: TimeAuthority;

  const stamp = async () => {
    const app = openApp(data);
    const stamped = await app.timestamp();
    await app.close();
    return stamped;
  };

  const append = async (text: string): Promise<void> => {
    const app = openApp(data);
    must(await must(app.log()).append([utf8(text)]));
    await app.close();
  };

  beforeAll(async () => {
    authority = await timeAuthority(folder);
    await append('first');
    writeFileSync(join(data, 'evidence.yml'), `timestamps:\n  url: ${authority.url}\n  roots: ../root.pem\n`);
  });

  afterAll(async () => {
    await authority.close();
    rmSync(folder, { recursive: true });
  });

  test('is stamped once, kept beside the stamp, and checked by openssl alone', async () => {
    const first = must(await stamp());
    expect(first).toMatchObject({ treeSize: 1, authority: 'CN=test authority', made: true });
    expect(statSync(first.stampPath).mode & 0o777).toBe(0o600);
    authority.openssl('ts', '-verify', '-data', first.checkpointPath, '-in', first.stampPath, '-CAfile', 'root.pem');
    const before = authority.asked;
    expect(must(await stamp())).toEqual({ ...first, made: false });
    expect(authority.asked).toBe(before);
  });

  test('a kept stamp of which a byte was changed is refused, not made anew', async () => {
    const { stampPath, checkpointPath } = must(await stamp());
    for (const path of [stampPath, checkpointPath]) {
      const bytes = readFileSync(path);
      const at = bytes.length - 10;
      writeFileSync(path, bytes.with(at, (bytes[at] ?? 0) ^ 1));
      expect(await stamp()).toMatchObject({ ok: false, error: { code: 'TIMESTAMP_INVALID' } });
      writeFileSync(path, bytes);
    }
    expect(must(await stamp()).made).toBe(false);
  });

  test.each([
    ['replay', 'TIMESTAMP_INVALID'],
    ['nonsense', 'TIMESTAMP_UNREACHABLE'],
    ['down', 'TIMESTAMP_UNREACHABLE'],
  ] as const)('of an authority that answers with %s nothing is kept', async (how, code) => {
    await append(how);
    const kept = readdirSync(join(data, 'timestamp'));
    authority.answer = how;
    expect(await stamp()).toMatchObject({ ok: false, error: { code } });
    authority.answer = 'honest';
    expect(readdirSync(join(data, 'timestamp'))).toEqual(kept);
  });

  test('without an authority in evidence.yml nobody is asked', async () => {
    const other = join(folder, 'other');
    const app = openApp(other);
    expect(await app.timestamp()).toMatchObject({ ok: false, error: { code: 'TIMESTAMP_NOT_SET' } });
    await app.close();
  });
});
