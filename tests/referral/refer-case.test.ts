import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, openApp } from '../../src/app.ts';
import { unzip } from '../../src/core/bag/zip.ts';
import { parsePolicy } from '../../src/core/note/policy.ts';
import type { Progress } from '../../src/ports/shell.ts';
import { verifyBag } from '../../src/verification.ts';
import { checkBag, checkBagFile } from '../../src/verify/bag/check-bag.ts';
import { nodeBagHashing } from '../../src/verify/bag/node-bag-hashing.ts';
import { ingestLog } from '../../src/workflow/ingest-log.ts';
import { noteCase } from '../../src/workflow/note-case.ts';
import { openCase } from '../../src/workflow/open-case.ts';
import { type ReferralInput, type ReferralMade, referCase, referralInput } from '../../src/workflow/refer-case.ts';
import { verifierHtml } from '../../tools/build-verifier.ts';
import { hasOpenssl, timeAuthority } from '../evidence/time-authority.ts';
import { mustBe } from './invented-bag.ts';
import { LOGS, record, referralCase, WANTED } from './referral-world.ts';

const silent: Progress = { step: () => ({ at: () => {}, end: () => {} }) };
const folder = mkdtempSync(join(tmpdir(), 'candour-referral-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let app: App;
let caseId = '';
let identity = '';
let recipient = '';

beforeAll(async () => {
  app = openApp(join(folder, 'data'), { progress: silent });
  caseId = await referralCase(app, folder);
  identity = await generateX25519Identity();
  recipient = await identityToRecipient(identity);
}, 60_000);
afterAll(() => app.close());

const refer = async (more: Partial<ReferralInput> = {}) =>
  referCase.run(referralInput.parse({ case: caseId, out: join(folder, 'out'), ...more }), await app.deps());
const made = async (more: Partial<ReferralInput> = {}): Promise<ReferralMade> => mustBe(await refer(more));

function filesOf(bag: string): ReadonlyMap<string, Buffer> {
  const read = unzip(new Uint8Array(readFileSync(bag)));
  if (!read.ok) throw new Error(read.problem.found);
  return new Map(read.files.map(({ path, bytes }) => [path, Buffer.from(bytes)]));
}

describe('referring a case', () => {
  it('refuses a case that has no scope', async () => {
    const bare = mustBe(await openCase.run({ title: 'No scope yet', finding: null }, await app.deps())).case;
    const refused = await refer({ case: bare });
    expect(!refused.ok && refused.error.code).toBe('REFERRAL_NO_SCOPE');
  });

  it('hands over the records of the actors in the window, byte for byte, and no other', async () => {
    const { bag, records, exhibits } = await made();
    expect({ records, exhibits }).toEqual({ records: 4, exhibits: 2 });
    const files = filesOf(bag);
    const texts = ['EX-001', 'EX-002'].map((id) => files.get(`data/exhibits/${id}/records.txt`)?.toString('utf8'));
    const wanted = LOGS.map((lines, n) =>
      lines
        .filter((_, i) => WANTED[n]?.includes(4 * n + i + 1))
        .map((line) => `${line}\n`)
        .join(''),
    );
    expect(new Set(texts)).toEqual(new Set(wanted));
  });

  it('makes the same bag again, byte for byte, in another process state', async () => {
    const first = await made();
    const again = await made({ out: join(folder, 'again') });
    expect(again).toMatchObject({ again: true, sha256: first.sha256 });
    expect(readFileSync(again.bag).equals(readFileSync(first.bag))).toBe(true);
    await app.close();
    app = openApp(join(folder, 'data'), { progress: silent });
    const later = await made({ out: join(folder, 'later') });
    expect(readFileSync(later.bag).equals(readFileSync(first.bag))).toBe(true);
  });

  it('says so in the case before the bag is written out, also where it cannot be written', async () => {
    const kinds = async () => mustBe((await app.deps()).cases.events(caseId)).map(({ kind }) => kind);
    const before = (await kinds()).length;
    writeFileSync(join(folder, 'file'), '');
    const refused = await refer({ out: join(folder, 'file', 'below') });
    expect(!refused.ok && refused.error.code).toBe('BAG_UNWRITABLE');
    expect((await kinds()).slice(before)).toEqual(['referral-made']);
    expect(existsSync(join(folder, 'file', 'below'))).toBe(false);
  });

  it('is sound, by its own program too, and is for its owner alone', async () => {
    const { bag, files } = await made({ unpacked: true });
    const check = checkBagFile(new Uint8Array(readFileSync(bag)), nodeBagHashing, { custodyKeyId: null, policy: null });
    expect(check).toMatchObject({ ok: true, files });
    const text = execFileSync(process.execPath, [join(bag.slice(0, -4), 'verify', 'verify.mjs')], { encoding: 'utf8' });
    expect(text).toContain('nothing is wrong');
    expect(statSync(bag).mode & 0o777).toBe(0o600);
    writeFileSync(join(bag.slice(0, -4), 'data', 'timeline.csv'), 'changed');
    expect(() => execFileSync(process.execPath, [join(bag.slice(0, -4), 'verify', 'verify.mjs')])).toThrow();
  });

  it('shows by the log alone that each record was there, and that this payload was released', async () => {
    const { bag, treeSize, rootHash, records, exhibits } = await made();
    const check = checkBagFile(new Uint8Array(readFileSync(bag)), nodeBagHashing, { custodyKeyId: null, policy: null });
    expect(check).toMatchObject({
      treeSize,
      rootHash,
      provedRecords: records,
      unpinned: ['custody key', 'key of the log'],
    });
    expect(check.provedEntries).toBeGreaterThan(exhibits + 2);
    const vkey = filesOf(bag).get('log/vkey')?.toString('utf8').trim() ?? '';
    const pinned = mustBe(parsePolicy(Buffer.from(`log ${vkey}\nquorum none\n`), nodeBagHashing));
    const trust = { custodyKeyId: check.custodyKeyId, policy: pinned };
    expect(checkBagFile(new Uint8Array(readFileSync(bag)), nodeBagHashing, trust)).toMatchObject({
      ok: true,
      unpinned: [],
    });
  });

  it('is caught by the log where everything else was made anew', async () => {
    const { bag } = await made();
    const faultsOf = (changes: ReadonlyMap<string, Buffer>) => {
      const files = new Map([...filesOf(bag), ...changes]);
      return checkBag(files, nodeBagHashing, { custodyKeyId: null, policy: null }).faults.filter(
        ({ code, expected }) => code === 'BAG_LOG' || expected.includes('its batch commits to'),
      );
    };
    expect(faultsOf(new Map())).toEqual([]);
    const records = filesOf(bag).get('data/exhibits/EX-001/records.txt') ?? Buffer.alloc(0);
    const forged = Buffer.from(records.toString('utf8').replace('09:0', '10:0'));
    const index = `${filesOf(bag).get('data/exhibits/EX-001/index.csv')?.toString('utf8') ?? ''}`;
    const line = forged.subarray(0, forged.indexOf(0x0a));
    const anew = index.replace(/[0-9a-f]{64}/, createHash('sha256').update(line).digest('hex'));
    const changes = new Map([
      ['data/exhibits/EX-001/records.txt', forged],
      ['data/exhibits/EX-001/index.csv', Buffer.from(anew)],
    ]);
    expect(faultsOf(changes)).toMatchObject([{ code: 'BAG_RECORD', file: 'data/exhibits/EX-001/records.txt' }]);
    const manifest = new Map([['manifest-sha256.txt', Buffer.from('another payload')]]);
    expect(faultsOf(manifest)).toMatchObject([{ code: 'BAG_LOG', file: 'log/openings' }]);
  });

  it('has no byte in its proofs and openings that could be another', async () => {
    const { bag } = await made();
    let flipped = 0;
    for (const [path, bytes] of filesOf(bag)) {
      if (!path.startsWith('log/') || path === 'log/vkey' || path === 'log/policy') continue;
      for (let at = 0; at < bytes.length; at += Math.max(1, Math.floor(bytes.length / 24))) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ 1;
        const files = new Map([...filesOf(bag), [path, changed] as const]);
        const codes = checkBag(files, nodeBagHashing, { custodyKeyId: null, policy: null }).faults.map(
          ({ code }) => code,
        );
        expect(codes.includes('BAG_LOG') || codes.includes('BAG_RECORD'), `${path} at ${at}`).toBe(true);
        flipped += 1;
      }
    }
    expect(flipped).toBeGreaterThan(100);
  });

  it('is a draft until another person approves it, and keeps its payload then', async () => {
    const draft = await made();
    expect(draft.approvedBy).toBeNull();
    const own = await refer({ approvedBy: (await app.deps()).operator });
    expect(!own.ok && own.error.code).toBe('REFERRAL_SAME_PERSON');
    const approved = await made({ approvedBy: 'grace' });
    expect(approved).toMatchObject({
      payloadSha256: draft.payloadSha256,
      referral: draft.referral,
      approvedBy: 'grace',
    });
    expect(filesOf(approved.bag).get('README.txt')?.toString('utf8')).not.toContain('DRAFT');
  });

  it('has its page in it, the one that these sources give', async () => {
    const page =
      filesOf((await made()).bag)
        .get('verify/verify.html')
        ?.toString('utf8') ?? '';
    expect(page).toBe(await verifierHtml());
    expect(page).toContain("default-src 'none'");
  });

  it('holds nobody’s name or address; the list of people opens with the key of the recipient alone, and stays the same', async () => {
    const bare = [...filesOf((await made()).bag)];
    expect(bare.filter(([, bytes]) => bytes.includes('c1@example.com') || bytes.includes('Name 1'))).toEqual([]);
    const { bag, victims, sha256 } = await made({ victimsKeys: [recipient] });
    expect(victims).toBe(4);
    const sealed = filesOf(bag).get('data/victims/victims.zip.age') ?? Buffer.alloc(0);
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    const inner = unzip(await decrypter.decrypt(new Uint8Array(sealed)));
    const list = inner.ok ? inner.files.find(({ path }) => path === 'data/victims.csv') : undefined;
    expect(
      Buffer.from(list?.bytes ?? [])
        .toString('utf8')
        .split('\n')[1],
    ).toBe('c-1,accessed,email,Name 1,c1@example.com,+44 20 7946 0001,,,,,GB,');
    const stranger = new Decrypter();
    stranger.addIdentity(await generateX25519Identity());
    await expect(stranger.decrypt(new Uint8Array(sealed))).rejects.toThrow();
    expect((await made({ victimsKeys: [recipient] })).sha256).toBe(sha256);
  });

  it('refuses a key that is none', async () => {
    const refused = await refer({ victimsKeys: ['age1nonsense'] });
    expect(!refused.ok && refused.error.code).toBe('REFERRAL_RECIPIENT_INVALID');
  });

  it('is made anew once the case says something new, or when asked', async () => {
    const before = await made();
    expect((await made({ fresh: true })).referral).not.toBe(before.referral);
    const newest = await made();
    mustBe(await noteCase.run({ case: caseId, text: 'Account disabled.' }, await app.deps()));
    expect((await made()).referral).not.toBe(newest.referral);
  });

  it.skipIf(!hasOpenssl)('is dated by the authority that is set, once, and openssl alone checks it', async () => {
    const authority = await timeAuthority(folder);
    const settings = join(folder, 'data', 'evidence.yml');
    try {
      writeFileSync(settings, `timestamps:\n  url: ${authority.url}\n  roots: ${authority.rootsPath}\n`);
      authority.answer = 'down';
      const refused = await refer({ fresh: true });
      expect(!refused.ok && refused.error.code).toBe('TIMESTAMP_UNREACHABLE');
      expect((await made({ fresh: true, timestamp: false })).stampedAt).toBeNull();
      authority.answer = 'honest';
      const stamped = await made({ fresh: true, unpacked: true });
      expect(Math.abs(Date.parse(stamped.stampedAt ?? '') - Date.now())).toBeLessThan(600_000);
      const { asked } = authority;
      expect(await made()).toMatchObject({ again: true, sha256: stamped.sha256, stampedAt: stamped.stampedAt });
      expect(authority.asked).toBe(asked);
      const at = (path: string): string => join(stamped.bag.slice(0, -4), path);
      const token = ['-data', at('log/checkpoint'), '-in', at('timestamps/checkpoint.tsr')];
      authority.openssl('ts', '-verify', ...token, '-CAfile', authority.rootsPath);

      const roots = new Uint8Array(readFileSync(authority.rootsPath));
      const nothingTold = { custodyKeyId: null, policy: null };
      expect(mustBe(await verifyBag(stamped.bag, nothingTold, roots))).toMatchObject({
        ok: true,
        timestamps: [{ over: 'log/checkpoint', signature: 'given-roots', authority: 'CN=test authority' }],
        unpinned: ['custody key', 'key of the log'],
      });
      expect(mustBe(await verifyBag(at(''), nothingTold, null)).unpinned).toContain('roots of the time stamps');
      authority.openssl(
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-keyout',
        'k',
        '-out',
        'other.pem',
        '-subj',
        '/CN=other',
      );
      const other = new Uint8Array(readFileSync(join(folder, 'other.pem')));
      expect(mustBe(await verifyBag(stamped.bag, nothingTold, other)).faults.map(({ code }) => code)).toEqual([
        'BAG_TIMESTAMP',
      ]);
      const swapped = new Map([...filesOf(stamped.bag), ['log/checkpoint', Buffer.from('another')] as const]);
      expect(checkBag(swapped, nodeBagHashing, nothingTold).faults).toContainEqual(
        expect.objectContaining({
          code: 'BAG_TIMESTAMP',
          file: 'timestamps/checkpoint.tsr',
          found: 'one over other bytes',
        }),
      );
    } finally {
      rmSync(settings);
      await authority.close();
    }
  });

  it('refuses when the lake has moved since the scope', async () => {
    writeFileSync(join(folder, 'more.ndjson'), `${record(9, 'e-1', '2026-03-05')}\n`);
    mustBe(await ingestLog({ source: 'candour', paths: [join(folder, 'more.ndjson')] }, app.ingest));
    expect((await made()).again).toBe(true);
    const refused = await refer({ fresh: true });
    expect(!refused.ok && refused.error.code).toBe('SCOPE_STALE');
  });
});
