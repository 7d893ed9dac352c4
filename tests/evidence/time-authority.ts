import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serveLocally } from '../../src/adapters/http/local-server.ts';

export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** A time-stamp authority of RFC 3161 over HTTP, made with openssl. */
export interface TimeAuthority {
  readonly url: string;
  /** PEM file of its root. */
  readonly rootsPath: string;
  /** `replay` gives the answer to an earlier request. */
  answer: 'honest' | 'replay' | 'nonsense' | 'down';
  /** How often it was asked. */
  asked: number;
  openssl(...args: readonly string[]): void;
  close(): Promise<void>;
}

export async function timeAuthority(folder: string): Promise<TimeAuthority> {
  const openssl = (...args: readonly string[]): void => {
    const { status, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
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
  const server = await serveLocally(async (request) => {
    authority.asked += 1;
    if (authority.answer === 'down') return new Response('', { status: 503 });
    if (authority.answer === 'nonsense') return new Response('it is late');
    if (authority.answer === 'honest') {
      writeFileSync(join(folder, 'query'), Buffer.from(await request.arrayBuffer()));
      openssl('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'query', '-out', 'reply');
    }
    return new Response(new Uint8Array(readFileSync(join(folder, 'reply'))));
  }, 0);
  const authority: TimeAuthority = {
    url: `http://127.0.0.1:${server.port}/`,
    rootsPath: join(folder, 'root.pem'),
    answer: 'honest',
    asked: 0,
    openssl,
    close: () => server.close(),
  };
  return authority;
}
