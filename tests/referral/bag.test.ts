import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { BagFile } from '../../src/core/bag/bag-file.ts';
import { jsonObject, parseEnvelope, preAuthEncoding } from '../../src/core/bag/dsse.ts';
import { zipOf } from '../../src/core/bag/zip.ts';
import { inventedReferral } from '../../src/testing/case/invented-referral.ts';
import { checkBag, checkBagFile } from '../../src/verify/bag/check-bag.ts';
import { nodeBagHashing } from '../../src/verify/bag/node-bag-hashing.ts';
import { fileOf, inventedBag } from './invented-bag.ts';

const nothingTold = { custodyKeyId: null, policy: null };
const scratch = mkdtempSync(join(tmpdir(), 'candour-bag-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const asMap = (files: readonly BagFile[]): Map<string, Uint8Array> =>
  new Map(files.map(({ path, bytes }) => [path, bytes]));
const check = (files: ReadonlyMap<string, Uint8Array>) => checkBag(files, nodeBagHashing, nothingTold);

describe('a referral bag', () => {
  const bag = inventedBag();

  it('is sound as it was made, in one file and in a folder', () => {
    expect(checkBagFile(bag.archive, nodeBagHashing, nothingTold)).toMatchObject({
      ok: true,
      faults: [],
      exhibits: 2,
      records: 3,
    });
    expect(check(asMap(bag.files)).ok).toBe(true);
  });

  it('comes out byte for byte again', () => {
    expect(Buffer.from(inventedBag().archive).equals(Buffer.from(bag.archive))).toBe(true);
  });

  it('keeps the records byte for byte, newlines of their own included', () => {
    const [first, second] = inventedReferral.exhibits;
    expect(fileOf(bag, 'data/exhibits/EX-001/records.txt')).toBe(
      first?.records.map(({ bytes }) => `${Buffer.from(bytes).toString('utf8')}\n`).join(''),
    );
    expect(fileOf(bag, 'data/exhibits/EX-002/records.txt')).toBe(
      `${Buffer.from(second?.records[0]?.bytes ?? []).toString('utf8')}\n`,
    );
  });

  it('is checked by sha256sum and its signatures by openssl, without Candour', () => {
    for (const { path, bytes } of bag.files) {
      mkdirSync(dirname(join(scratch, path)), { recursive: true });
      writeFileSync(join(scratch, path), bytes);
    }
    for (const name of ['manifest', 'tagmanifest']) {
      execFileSync('sha256sum', ['--quiet', '--strict', '-c', `${name}-sha256.txt`], { cwd: scratch });
      execFileSync('sha512sum', ['--quiet', '--strict', '-c', `${name}-sha512.txt`], { cwd: scratch });
    }
    const envelope = parseEnvelope(fileOf(bag, 'custody/0004-sealed.dsse.json'));
    if (envelope === null) throw new Error('no envelope');
    writeFileSync(join(scratch, 'pae'), preAuthEncoding(envelope.payloadType, envelope.payload));
    writeFileSync(join(scratch, 'sig'), envelope.signatures[0]?.signature ?? '');
    const openssl = [
      'pkeyutl',
      '-verify',
      '-pubin',
      '-inkey',
      'custody/custody-key.pem',
      '-rawin',
      '-in',
      'pae',
      '-sigfile',
      'sig',
    ];
    expect(execFileSync('openssl', openssl, { cwd: scratch, encoding: 'utf8' })).toContain('Verified Successfully');
  });

  it('has an in-toto statement for each step, by who did it', () => {
    const events = bag.files
      .filter(({ path }) => path.endsWith('.dsse.json'))
      .map(({ bytes }) =>
        jsonObject(Buffer.from(parseEnvelope(Buffer.from(bytes).toString('utf8'))?.payload ?? []).toString('utf8')),
      );
    expect(events.map((event) => event?.['_type'])).toEqual(Array(4).fill('https://in-toto.io/Statement/v1'));
    expect(events.map((event) => (event?.['predicate'] as { readonly event: string } | undefined)?.event)).toEqual([
      'collected',
      'extracted',
      'approved',
      'sealed',
    ]);
    expect(events[2]?.['predicate']).toMatchObject({ by: 'grace', approval: 'stated-by-operator' });
  });

  it('lists accesses in order of time and lets no cell become a formula', () => {
    const [, ...rows] = fileOf(bag, 'data/timeline.csv').trimEnd().split('\n');
    expect(rows.map((row) => row.split(',').slice(0, 3).join(' '))).toEqual([
      '2026-03-11T09:12:33.123Z EX-001 1',
      '2026-03-12T09:12:33.123Z EX-001 3',
      '2026-03-13T10:00:00.000Z EX-002 0',
    ]);
    expect(rows[0]).toContain(",'=cmd(),");
  });

  it('names nobody whom the trace does not name, but in the originals', () => {
    const trace = { ...(inventedReferral.trace ?? never()), verdict: 'not-enough-data' as const, named: [] };
    const silent = inventedBag({ ...inventedReferral, trace });
    const naming = silent.files.filter(({ bytes }) => Buffer.from(bytes).includes('e-0412')).map(({ path }) => path);
    expect(naming).toEqual(['data/exhibits/EX-001/records.txt']);
    expect(fileOf(silent, 'data/timeline.csv')).toContain(',person 1,');
  });

  it('holds no name, address or id of a customer outside of the originals', () => {
    const holding = bag.files.filter(({ bytes }) => Buffer.from(bytes).includes('c-00000')).map(({ path }) => path);
    expect(holding).toEqual(['data/exhibits/EX-001/records.txt']);
  });

  it('says that it is a draft where nobody approved it', () => {
    const release = { at: inventedReferral.madeAt, by: 'ada', approvedBy: null };
    const draft = inventedBag(inventedReferral, { release });
    expect(fileOf(draft, 'README.txt')).toContain('DRAFT');
    expect(fileOf(draft, 'bag-info.txt')).toContain('Release: draft, not approved');
    expect(draft.files.some(({ path }) => path.includes('approved'))).toBe(false);
    expect(fileOf(draft, 'manifest-sha256.txt')).toBe(fileOf(bag, 'manifest-sha256.txt'));
  });
});

describe('checking a bag', () => {
  const bag = inventedBag();

  it('finds every flipped byte of the archive', () => {
    let missed = 0;
    // Every 97th here; the test of the ZIP goes over each of a small one.
    for (let at = 0; at < bag.archive.length; at += 97) {
      const changed = bag.archive.slice();
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      if (checkBagFile(changed, nodeBagHashing, nothingTold).ok) missed += 1;
    }
    expect(missed).toBe(0);
  });

  it('finds every flipped byte of every file in a folder, and names the file', () => {
    const files = asMap(bag.files);
    let checked = 0;
    for (const [path, bytes] of files) {
      for (let at = 0; at < bytes.length; at += Math.max(1, Math.floor(bytes.length / 16))) {
        const changed = bytes.slice();
        changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
        const found = check(new Map(files).set(path, changed));
        expect(found.ok, `${path} at ${at}`).toBe(false);
        expect(found.faults.map(({ file }) => file)).toContain(path);
        checked += 1;
      }
    }
    expect(checked).toBeGreaterThan(files.size);
  });

  it('finds every file that is missing or was added', () => {
    const files = asMap(bag.files);
    for (const path of files.keys()) {
      const less = new Map(files);
      less.delete(path);
      expect(check(less).ok, path).toBe(false);
    }
    for (const path of ['data/extra.txt', 'extra.txt', 'tagmanifest-md5.txt', 'custody/0005-sealed.dsse.json'])
      expect(check(new Map(files).set(path, new Uint8Array())).ok, path).toBe(false);
  });

  it('is not fooled by manifests that were made anew after a change', () => {
    const forged = inventedBag({ ...inventedReferral, title: 'Another title' });
    const honest = asMap(bag.files);
    for (const { path, bytes } of forged.files) if (!path.startsWith('custody/')) honest.set(path, bytes);
    const codes = check(honest).faults.map(({ code, file }) => `${code} ${file}`);
    expect(codes).toContain('BAG_FILE_CHANGED data/summary.html');
    expect(codes).toContain('BAG_FILE_CHANGED manifest-sha256.txt');
  });

  it('holds the custody key against the one that was told', () => {
    const id = check(asMap(bag.files)).custodyKeyId ?? '';
    expect(checkBag(asMap(bag.files), nodeBagHashing, { custodyKeyId: id, policy: null })).toMatchObject({
      ok: true,
      unpinned: [],
    });
    const other = checkBag(asMap(bag.files), nodeBagHashing, { custodyKeyId: 'ab'.repeat(32), policy: null });
    expect(other.faults.map(({ code }) => code)).toEqual(['BAG_SIGNATURE']);
  });

  it('names the record whose bytes are not what the index says', () => {
    const files = asMap(bag.files);
    const records = files.get('data/exhibits/EX-001/records.txt')?.slice() ?? never();
    records[3] = 0x58;
    const fault = check(files.set('data/exhibits/EX-001/records.txt', records)).faults.find(
      ({ code }) => code === 'BAG_RECORD',
    );
    expect(fault).toMatchObject({ file: 'data/exhibits/EX-001/records.txt', index: 1, from: 0 });
  });

  it('says of what is no bag that it is none', () => {
    for (const bytes of [new Uint8Array(), new Uint8Array(100), zipOf('x', [{ path: 'a', bytes: new Uint8Array() }])])
      expect(checkBagFile(bytes, nodeBagHashing, nothingTold).ok).toBe(false);
  });
});

function never(): never {
  throw new Error('the fixture changed');
}
