import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveLocally } from '../../src/adapters/http/local-server.ts';
import { openApp } from '../../src/app.ts';
import { utf8 } from '../../src/core/bytes.ts';
import type { Result } from '../../src/core/result.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'candour-stamp-'));
const data = join(folder, 'data');

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

function openssl(...args: readonly string[]): void {
  const { status, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

describe.skipIf(!hasOpenssl)('the checkpoint of a data directory (skipped where openssl is not installed)', () => {
  let authority: Awaited<ReturnType<typeof serveLocally>>;
  let asked = 0;
  let answer: 'honest' | 'replay' | 'nonsense' | 'down' = 'honest';

  /** An authority over HTTP: `replay` gives the answer to an earlier request. */
  async function answerTo(request: Request): Promise<Response> {
    asked += 1;
    if (answer === 'down') return new Response('', { status: 503 });
    if (answer === 'nonsense') return new Response('it is late');
    if (answer === 'honest') {
      writeFileSync(join(folder, 'query'), Buffer.from(await request.arrayBuffer()));
      openssl('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'query', '-out', 'reply');
    }
    return new Response(new Uint8Array(readFileSync(join(folder, 'reply'))));
  }

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
    const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    openssl('req', '-x509', ...ec, '-keyout', 'root.key', '-out', 'root.pem', '-days', '30', '-subj', '/CN=test root');
    openssl('req', ...ec, '-keyout', 'tsa.key', '-out', 'tsa.csr', '-subj', '/CN=test authority');
    writeFileSync(join(folder, 'ext'), 'extendedKeyUsage=critical,timeStamping\n');
    const ca = ['-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial', '-days', '20', '-extfile', 'ext'];
    openssl('x509', '-req', '-in', 'tsa.csr', ...ca, '-out', 'tsa.pem');
    writeFileSync(join(folder, 'serial'), '01\n');
    writeFileSync(
      join(folder, 'tsa.cnf'),
      `[tsa]\ndefault_tsa=t\n[t]\nserial=${folder}/serial\nsigner_cert=${folder}/tsa.pem\nsigner_key=${folder}/tsa.key\nsigner_digest=sha256\ncerts=${folder}/root.pem\ndefault_policy=1.2.3.4.1\ndigests=sha256\n`,
    );
    authority = await serveLocally(answerTo, 0);
    await append('first');
    writeFileSync(
      join(data, 'evidence.yml'),
      `timestamps:\n  url: http://127.0.0.1:${authority.port}/\n  roots: ../root.pem\n`,
    );
  });

  afterAll(async () => {
    await authority.close();
    rmSync(folder, { recursive: true });
  });

  test('is stamped once, kept beside the stamp, and checked by openssl alone', async () => {
    const first = must(await stamp());
    expect(first).toMatchObject({ treeSize: 1, authority: 'CN=test authority', made: true });
    expect(statSync(first.stampPath).mode & 0o777).toBe(0o600);
    openssl('ts', '-verify', '-data', first.checkpointPath, '-in', first.stampPath, '-CAfile', 'root.pem');
    const before = asked;
    expect(must(await stamp())).toEqual({ ...first, made: false });
    expect(asked).toBe(before);
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
    answer = how;
    expect(await stamp()).toMatchObject({ ok: false, error: { code } });
    answer = 'honest';
    expect(readdirSync(join(data, 'timestamp'))).toEqual(kept);
  });

  test('without an authority in evidence.yml nobody is asked', async () => {
    const other = join(folder, 'other');
    const app = openApp(other);
    expect(await app.timestamp()).toMatchObject({ ok: false, error: { code: 'TIMESTAMP_NOT_SET' } });
    await app.close();
  });
});
