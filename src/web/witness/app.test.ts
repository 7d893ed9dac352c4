import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openWitnessStore } from '../../adapters/sqlite/witness-store.ts';
import { hexOf, utf8 } from '../../core/bytes.ts';
import { treeHasher } from '../../core/merkle/tree-hasher.ts';
import { nodeHashing } from '../../core/node-hashing.ts';
import { generateSigningKey, parseSigningKey, type SigningKind } from '../../core/node-signer.ts';
import { formatAddCheckpoint, MOST_REQUEST_BYTES } from '../../core/note/add-checkpoint.ts';
import { openCheckpoint, signCheckpoint } from '../../core/note/checkpoint.ts';
import { type NoteSigner, signText } from '../../core/note/signature.ts';
import { formatNote, openNote, parseNote } from '../../core/note/signed-note.ts';
import type { Result } from '../../core/result.ts';
import type { WitnessStore } from '../../ports/witness-store.ts';
import { witnessApp } from './app.ts';

fc.configureGlobal({ seed: 4 });

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const signerOf = (kind: SigningKind, name: string): NoteSigner =>
  must(parseSigningKey(must(generateSigningKey(kind, name))));
const log = signerOf('ed25519', 'log.example.com');
const signer = signerOf('cosignature-v1', 'witness.example.com');
const ORIGIN = log.key.name;

// A log of two entries is enough for every rule: its proof from size 1 is the hash of the second entry.
const hasher = treeHasher(nodeHashing);
const leaf = (text: string): Uint8Array => nodeHashing.sha256(Uint8Array.of(0), utf8(text));
const [one, two] = [leaf('one'), leaf('two')];
const both = nodeHashing.sha256(Uint8Array.of(1), one, two);
const noteOf = (
  size: number,
  rootHash: Uint8Array,
  origin = ORIGIN,
  by = log,
  extensions: readonly string[] = [],
): string => signCheckpoint({ origin, size, rootHash, extensions }, by);
const request = (oldSize: number, proof: readonly Uint8Array[], checkpoint: string): string =>
  formatAddCheckpoint({ oldSize, proof, checkpoint });

let folder = '';
let store: WitnessStore;
let now = 1_764_000_000;
const appOn = (on: WitnessStore) =>
  witnessApp({ store: on, signer, hashing: nodeHashing, logs: () => [log.key], now: () => now });
const post = (body: string | Uint8Array<ArrayBuffer>, on = store): Promise<Response> =>
  Promise.resolve(appOn(on).request('/add-checkpoint', { method: 'POST', body }));
const monitored = (): Promise<Response> =>
  Promise.resolve(appOn(store).request(`/${hexOf(nodeHashing.sha256(utf8(ORIGIN)))}/checkpoint`));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'candour-witness-'));
  store = must(openWitnessStore(join(folder, 'witness.sqlite')));
  now = 1_764_000_000;
});

afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a witness', () => {
  test('cosigns what continues the log, and shows it to monitors with its cosignature', async () => {
    expect((await monitored()).status).toBe(404);
    expect((await post(request(0, [], noteOf(1, one)))).status).toBe(200);
    const grown = noteOf(2, both);
    const answer = await post(request(1, [two], grown));
    expect(answer.status).toBe(200);
    const opened = must(openCheckpoint(`${grown}${await answer.text()}`, [log.key], [signer.key], nodeHashing));
    expect(opened.cosignedBy).toEqual([{ key: signer.key, time: now }]);
    const shown = await (await monitored()).text();
    expect(must(openCheckpoint(shown, [log.key], [signer.key], nodeHashing)).cosignedBy).toHaveLength(1);
  });

  test('cosigns the same state again at a later time, and never at an earlier one', async () => {
    const times: (number | null | undefined)[] = [];
    for (const at of [100, 200, 50, 0]) {
      now = at;
      const answer = await post(request(times.length === 0 ? 0 : 1, [], noteOf(1, one)));
      const note = `${noteOf(1, one)}${await answer.text()}`;
      times.push(must(openNote(note, [signer.key], nodeHashing)).signedBy[0]?.time);
    }
    expect(times).toEqual([100, 200, 200, 200]);
  });

  test('the time is never 0', async () => {
    now = 0;
    const answer = await post(request(0, [], noteOf(1, one)));
    const opened = must(openNote(`${noteOf(1, one)}${await answer.text()}`, [signer.key], nodeHashing));
    expect(opened.signedBy[0]?.time).toBe(1);
  });

  test('takes the notices log of a log that it knows, under the same key and its own name', async () => {
    const origin = `${ORIGIN}/notices/inc-7`;
    const { key, sign } = log;
    const notices = signerNamed(origin, sign, key.publicKey);
    expect((await post(request(0, [], noteOf(1, one, origin, notices)))).status).toBe(200);
    expect((await post(request(0, [], noteOf(1, one)))).status).toBe(200);
    const other = `${ORIGIN}/other/inc-7`;
    const unknown = noteOf(1, one, other, signerNamed(other, sign, key.publicKey));
    expect((await post(request(0, [], unknown))).status).toBe(404);
  });

  const spoiled = (note: string): string => {
    const { text, signatures } = must(parseNote(note));
    const forged = signText(text.replace('1', '2'), log, 0);
    return formatNote({ text, signatures: [...signatures, forged] });
  };
  const stranger = signerOf('ed25519', ORIGIN);

  test.each<[string, number, () => string]>([
    [
      'another log',
      404,
      () => request(0, [], noteOf(1, one, 'other.example.com', signerOf('ed25519', 'other.example.com'))),
    ],
    ['the name of the log under another key', 403, () => request(0, [], noteOf(1, one, ORIGIN, stranger))],
    ['a good and a bad signature of the log', 403, () => request(0, [], spoiled(noteOf(1, one)))],
    ['an old size over the new one', 400, () => request(2, [], noteOf(1, one))],
    ['an old size that is not the latest', 409, () => request(1, [two], noteOf(2, both))],
    ['a proof from size 0', 422, () => request(0, [two], noteOf(2, both))],
    ['size 0 with another root', 422, () => request(0, [], noteOf(0, one))],
    [
      '64 hashes',
      400,
      () =>
        request(
          0,
          Array.from({ length: 64 }, () => one),
          noteOf(2, both),
        ),
    ],
    ['no old size', 400, () => `\n\n${noteOf(1, one)}`],
    ['a leading zero', 400, () => request(0, [], noteOf(1, one)).replace('old 0', 'old 00')],
    ['no blank line', 400, () => 'old 0\n'],
    ['nothing', 400, () => ''],
    ['more than it reads', 400, () => 'x'.repeat(MOST_REQUEST_BYTES + 1)],
  ])('answers %s with %i, and remembers nothing', async (_, status, body) => {
    expect((await post(body())).status).toBe(status);
    expect(store.all()).toEqual({ ok: true, value: [] });
  });

  test('cosigns the empty log', async () => {
    expect((await post(request(0, [], noteOf(0, hasher.empty())))).status).toBe(200);
  });

  test.each<[string, () => string]>([
    ['the same size with another root', () => request(1, [], noteOf(1, two))],
    ['a proof that is not from what it saw', () => request(1, [one], noteOf(2, both))],
    ['no proof', () => request(1, [], noteOf(2, both))],
    ['a proof for the same size', () => request(1, [two], noteOf(1, one))],
  ])('refuses %s with 422, and stays where it was', async (_, body) => {
    await post(request(0, [], noteOf(1, one)));
    expect((await post(body())).status).toBe(422);
    expect(must(store.latest(ORIGIN))).toMatchObject({ size: 1 });
  });

  test('tells the size it has to who asks with another one', async () => {
    await post(request(0, [], noteOf(2, both)));
    const answer = await post(request(0, [], noteOf(1, one)));
    expect([answer.status, await answer.text(), answer.headers.get('Content-Type')]).toEqual([
      409,
      '2\n',
      'text/x.tlog.size',
    ]);
  });

  test('a line in its own name that came with the checkpoint is not kept in the place of its own', async () => {
    const note = noteOf(1, one);
    const { text, signatures } = must(parseNote(note));
    const forged = { ...signText(text, signer, 5), bytes: new Uint8Array(72) };
    expect((await post(request(0, [], formatNote({ text, signatures: [...signatures, forged] })))).status).toBe(200);
    const shown = await (await monitored()).text();
    expect(must(openCheckpoint(shown, [log.key], [signer.key], nodeHashing)).cosignedBy).toEqual([
      { key: signer.key, time: now },
    ]);
  });

  test('two processes on one memory cosign one of two histories', async () => {
    const second = must(openWitnessStore(join(folder, 'witness.sqlite')));
    const answers = await Promise.all([
      post(request(0, [], noteOf(1, one))),
      post(request(0, [], noteOf(1, two)), second),
    ]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
    second.close();
  });

  test('remembers after its process is gone', async () => {
    await post(request(0, [], noteOf(2, both)));
    store.close();
    store = must(openWitnessStore(join(folder, 'witness.sqlite')));
    expect((await post(request(0, [], noteOf(1, one)))).status).toBe(409);
  });

  test('arbitrary requests end in an answer of the protocol', async () => {
    const part = fc.constantFrom(
      'old 0\n',
      'old 1\n',
      '\n',
      '\n\n',
      'AAAA\n',
      noteOf(1, one),
      ORIGIN,
      '1\n',
      '\u2014 ',
      'x',
      '\u0000',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
        const { status } = await post(parts.join(''));
        expect([200, 400, 403, 404, 409, 422]).toContain(status);
      }),
      { numRuns: 300 },
    );
  });
});

function signerNamed(name: string, sign: NoteSigner['sign'], publicKey: Uint8Array): NoteSigner {
  const id = hexOf(nodeHashing.sha256(utf8(`${name}\n`), Uint8Array.of(1), publicKey).subarray(0, 4));
  return { key: { name, id, kind: 'ed25519', publicKey }, sign };
}
