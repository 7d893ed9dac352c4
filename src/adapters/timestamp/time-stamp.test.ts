import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Certificate, ContentInfo, SignedData } from 'pkijs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { utf8 } from '../../core/bytes.ts';
import type { Result } from '../../core/result.ts';
import { parseRoots, timeStampRequest, tokenIn, verifyTimeStamp } from './time-stamp.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'candour-tsa-'));

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

function openssl(cwd: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync('openssl', args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** A root, and an authority under it: `usage` is the extended key usage of the authority's certificate. */
function makeAuthority(name: string, usage: string): { readonly path: string; readonly roots: readonly Certificate[] } {
  const path = join(folder, name);
  mkdirSync(path);
  writeFileSync(
    join(path, 'tsa.cnf'),
    `[tsa]\ndefault_tsa=t\n[t]\nserial=${path}/serial\nsigner_cert=${path}/tsa.pem\nsigner_key=${path}/tsa.key\nsigner_digest=sha256\ncerts=${path}/root.pem\ndefault_policy=1.2.3.4.1\ndigests=sha256\n`,
  );
  writeFileSync(join(path, 'serial'), '01\n');
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl(
    path,
    'req',
    '-x509',
    ...ec,
    '-keyout',
    'root.key',
    '-out',
    'root.pem',
    '-days',
    '30',
    '-subj',
    `/CN=${name} root`,
  );
  openssl(path, 'req', ...ec, '-keyout', 'tsa.key', '-out', 'tsa.csr', '-subj', `/CN=${name} authority`);
  writeFileSync(join(path, 'ext'), `extendedKeyUsage=${usage}\nkeyUsage=critical,digitalSignature\n`);
  const issuer = ['-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial', '-days', '20', '-extfile', 'ext'];
  openssl(path, 'x509', '-req', '-in', 'tsa.csr', '-out', 'tsa.pem', ...issuer);
  return { path, roots: must(parseRoots(readFileSync(join(path, 'root.pem'), 'utf8'))) };
}

/** The authority's answer to a request. */
function answerOf(path: string, request: Uint8Array): Uint8Array {
  writeFileSync(join(path, 'query.tsq'), request);
  openssl(path, 'ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'query.tsq', '-out', 'reply.tsr');
  return new Uint8Array(readFileSync(join(path, 'reply.tsr')));
}

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe.skipIf(!hasOpenssl)(
  'a time stamp of an authority made with openssl (skipped where openssl is not installed)',
  () => {
    const bytes = utf8('log.example.com\n3\nAAAA\n');
    let honest: ReturnType<typeof makeAuthority>;
    let token = new Uint8Array();
    let nonce = new Uint8Array();

    const USAGES = ['serverAuth', 'critical,serverAuth', 'timeStamping', 'critical,timeStamping,serverAuth'];
    const signers = new Map<string, ReturnType<typeof makeAuthority>>();

    beforeAll(() => {
      // Before the token: a certificate of after its time does not hold for it.
      for (const usage of [...USAGES, 'critical,timeStamping'])
        signers.set(usage, makeAuthority(usage.replaceAll(',', '-'), usage));
      honest = makeAuthority('honest', 'critical,timeStamping');
      const request = timeStampRequest(bytes);
      nonce = new Uint8Array(request.nonce);
      token = new Uint8Array(must(tokenIn(answerOf(honest.path, request.body))));
    });

    const codeOf = async (...args: Parameters<typeof verifyTimeStamp>): Promise<string> => {
      const verified = await verifyTimeStamp(...args);
      return verified.ok ? 'ok' : verified.error.message;
    };

    test('holds over the bytes, to the root, with the nonce of the request', async () => {
      const stamp = must(await verifyTimeStamp(token, bytes, honest.roots, nonce));
      expect(stamp.authority).toBe('CN=honest authority');
      expect(Math.abs(Date.parse(stamp.at) - Date.now())).toBeLessThan(600_000);
    });

    test('holds for openssl too, as the same token', () => {
      writeFileSync(join(honest.path, 'token.tst'), token);
      writeFileSync(join(honest.path, 'data'), bytes);
      openssl(honest.path, 'ts', '-verify', '-data', 'data', '-in', 'token.tst', '-token_in', '-CAfile', 'root.pem');
    });

    test('does not hold over other bytes, or as the answer to another request', async () => {
      expect(await codeOf(token, utf8('log.example.com\n4\nAAAA\n'), honest.roots)).toContain('over other bytes');
      expect(await codeOf(token, bytes, honest.roots, nonce.with(3, (nonce[3] ?? 0) ^ 1))).toContain('another request');
    });

    test('does not hold to another root, or to none', async () => {
      const other = makeAuthority('other', 'critical,timeStamping');
      expect(await codeOf(token, bytes, other.roots)).not.toBe('ok');
      expect(await codeOf(token, bytes, [])).not.toBe('ok');
    });

    test('with any byte changed does not hold, or says the same', async () => {
      const good = must(await verifyTimeStamp(token, bytes, honest.roots, nonce));
      let refused = 0;
      for (let at = 0; at < token.length; at += 7) {
        const verified = await verifyTimeStamp(token.with(at, (token[at] ?? 0) ^ 1), bytes, honest.roots, nonce);
        if (verified.ok) expect(verified.value).toEqual(good);
        else refused += 1;
      }
      expect(refused).toBeGreaterThan(token.length / 7 / 2);
    });

    test.each([...USAGES, 'critical,timeStamping'])(
      'signed under a certificate for %s is refused, unless it is critical and for time stamps alone',
      async (usage) => {
        const { path, roots } = signers.get(usage) ?? makeAuthority('none', usage);
        const signed = new SignedData({ schema: ContentInfo.fromBER(new Uint8Array(token).buffer).content });
        writeFileSync(
          join(path, 'info'),
          new Uint8Array(signed.encapContentInfo.eContent?.getValue() ?? new ArrayBuffer(0)),
        );
        const sign = [
          'cms',
          '-sign',
          '-binary',
          '-nodetach',
          '-md',
          'sha256',
          '-econtent_type',
          '1.2.840.113549.1.9.16.1.4',
        ];
        openssl(
          path,
          ...sign,
          '-in',
          'info',
          '-signer',
          'tsa.pem',
          '-inkey',
          'tsa.key',
          '-outform',
          'DER',
          '-out',
          'cms',
        );
        const made = new Uint8Array(readFileSync(join(path, 'cms')));
        const verdict = await codeOf(made, bytes, roots);
        if (usage === 'critical,timeStamping') expect(verdict).toBe('ok');
        else expect(verdict).toContain('its certificate is not for time stamps alone');
      },
    );
  },
);

test('an answer that is none of RFC 3161 is an error', () => {
  for (const answer of [utf8(''), utf8('not found'), new Uint8Array(100)])
    expect(tokenIn(answer)).toMatchObject({ ok: false, error: { code: 'TIMESTAMP_UNREACHABLE' } });
});

test('a file without certificates is no roots', () => {
  for (const pem of ['', 'x', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])
    expect(parseRoots(pem)).toMatchObject({ ok: false, error: { code: 'TIMESTAMP_ROOTS' } });
});
