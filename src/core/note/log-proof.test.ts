import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { base64Of } from '../base64.ts';
import { concatBytes, utf8 } from '../bytes.ts';
import { nodeHashing } from '../node-hashing.ts';
import { generateSigningKey, parseSigningKey, type SigningKind } from '../node-signer.ts';
import type { Result } from '../result.ts';
import { signCheckpoint } from './checkpoint.ts';
import { formatLogProof, type LogProof, openLogProof, parseLogProof } from './log-proof.ts';
import { type Policy, parsePolicy } from './policy.ts';
import { type NoteSigner, signText } from './signature.ts';
import { formatNote, parseNote } from './signed-note.ts';
import { formatVerifierKey } from './verifier-key.ts';

fc.configureGlobal({ seed: 4 });

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.error.code);
const signerOf = (kind: SigningKind, name: string): NoteSigner =>
  must(parseSigningKey(must(generateSigningKey(kind, name))));

const log = signerOf('ed25519', 'log.example.com');
const witness = signerOf('cosignature-v1', 'witness.example.com');
const policyOf = (text: string): Policy => must(parsePolicy(utf8(text), nodeHashing));
const LOG_LINE = `log ${formatVerifierKey(log.key)}\n`;
const alone = policyOf(`${LOG_LINE}quorum none\n`);
const witnessed = policyOf(`${LOG_LINE}witness w ${formatVerifierKey(witness.key)}\nquorum w\n`);

/** RFC 6962 section 2.1 by its own words, as slow as it is short. */
function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return nodeHashing.sha256();
  if (leaves.length === 1) return nodeHashing.sha256(Uint8Array.of(0), leaves[0] ?? new Uint8Array());
  const split = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return nodeHashing.sha256(Uint8Array.of(1), rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}

function pathOf(index: number, leaves: readonly Uint8Array[]): readonly Uint8Array[] {
  if (leaves.length < 2) return [];
  const split = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return index < split
    ? [...pathOf(index, leaves.slice(0, split)), rootOf(leaves.slice(split))]
    : [...pathOf(index - split, leaves.slice(split)), rootOf(leaves.slice(0, split))];
}

const entries = Array.from({ length: 11 }, (_, i) => utf8(`entry ${i}`));

function proofOf(index: number, signer = log, origin = 'log.example.com'): LogProof {
  const note = signCheckpoint({ origin, size: entries.length, rootHash: rootOf(entries), extensions: [] }, signer);
  return { index, hashes: pathOf(index, entries), checkpoint: note, extra: null };
}

function cosigned(proof: LogProof): LogProof {
  const { text, signatures } = must(parseNote(proof.checkpoint));
  return { ...proof, checkpoint: formatNote({ text, signatures: [...signatures, signText(text, witness, 9)] }) };
}

describe('a proof', () => {
  test('of every entry holds for that entry, and for no other', () => {
    entries.forEach((entry, index) => {
      const proof = must(parseLogProof(formatLogProof(proofOf(index))));
      expect(must(openLogProof(proof, entry, alone, nodeHashing))).toMatchObject({ index, cosigned: 'not-asked' });
      const other = entries[(index + 1) % entries.length] ?? entry;
      expect(codeOf(openLogProof(proof, other, alone, nodeHashing))).toBe('PROOF_INVALID');
    });
  });

  test('says that no witness has seen its tree yet, until one has', () => {
    const proof = proofOf(3);
    const entry = utf8('entry 3');
    expect(must(openLogProof(proof, entry, witnessed, nodeHashing)).cosigned).toBe('not-yet');
    const later = must(openLogProof(cosigned(proof), entry, witnessed, nodeHashing));
    expect(later).toMatchObject({ cosigned: 'yes', cosignedBy: [{ key: witness.key, time: 9 }] });
  });

  test('is not cosigned by a line that names the witness and does not hold', () => {
    const { text, signatures } = must(parseNote(proofOf(3).checkpoint));
    const forged = signText(text.replace('11', '12'), witness, 9);
    const proof = { ...proofOf(3), checkpoint: formatNote({ text, signatures: [...signatures, forged] }) };
    expect(codeOf(openLogProof(proof, utf8('entry 3'), witnessed, nodeHashing))).toBe('NOTE_FORGED');
  });

  test('of a log that the policy does not name is none', () => {
    const other = signerOf('ed25519', 'log.example.com');
    expect(codeOf(openLogProof(proofOf(3, other), utf8('entry 3'), alone, nodeHashing))).toBe('NOTE_UNVERIFIED');
    const elsewhere = proofOf(3, log, 'other.example.com');
    expect(codeOf(openLogProof(elsewhere, utf8('entry 3'), alone, nodeHashing))).toBe('NOTE_UNVERIFIED');
  });

  test('with one hash more, fewer, changed or exchanged does not hold', () => {
    const proof = proofOf(4);
    const extra = new Uint8Array(32);
    for (const hashes of [
      [...proof.hashes, extra],
      [extra, ...proof.hashes],
      proof.hashes.slice(1),
      proof.hashes.slice(0, -1),
      proof.hashes.toReversed(),
      proof.hashes.with(1, extra),
    ])
      expect(codeOf(openLogProof({ ...proof, hashes }, utf8('entry 4'), alone, nodeHashing))).toBe('PROOF_INVALID');
    for (const index of [3, 5, 11, Number.MAX_SAFE_INTEGER])
      expect(codeOf(openLogProof({ ...proof, index }, utf8('entry 4'), alone, nodeHashing))).toBe('PROOF_INVALID');
  });

  test('a node of the tree does not pass for an entry', () => {
    const [left, right] = entries.slice(0, 2).map((entry) => rootOf([entry]));
    const node = concatBytes(left ?? new Uint8Array(), right ?? new Uint8Array());
    const proof = { ...proofOf(0), hashes: proofOf(0).hashes.slice(1) };
    expect(codeOf(openLogProof(proof, node, alone, nodeHashing))).toBe('PROOF_INVALID');
  });

  test('keeps extra data, and believes none of it', () => {
    const proof = { ...proofOf(0), extra: utf8('index 7') };
    const back = must(parseLogProof(formatLogProof(proof)));
    expect(back).toEqual(proof);
    expect(must(openLogProof(back, utf8('entry 0'), alone, nodeHashing)).index).toBe(0);
  });

  test('no changed byte of it proves another entry or another tree', () => {
    const bytes = utf8(formatLogProof(cosigned(proofOf(6))));
    const flip = fc.record({ at: fc.nat(bytes.length - 1), by: fc.integer({ min: 1, max: 255 }) });
    fc.assert(
      fc.property(flip, ({ at, by }) => {
        const changed = new Uint8Array(bytes);
        changed[at] = (changed[at] ?? 0) ^ by;
        const parsed = parseLogProof(changed);
        if (!parsed.ok) return;
        const opened = openLogProof(parsed.value, utf8('entry 6'), witnessed, nodeHashing);
        if (opened.ok) expect(opened.value).toMatchObject({ index: 6, checkpoint: { size: entries.length } });
      }),
      { numRuns: 1500 },
    );
  });

  const hash = base64Of(new Uint8Array(32));
  test.each([
    ['', 'nothing'],
    ['c2sp.org/tlog-proof@v1\nindex 0\n', 'no checkpoint'],
    ['c2sp.org/tlog-proof@v2\nindex 0\n\nx', 'another version'],
    ['c2sp.org/tlog-proof@v1\n\nx', 'no index'],
    ['c2sp.org/tlog-proof@v1\nindex 00\n\nx', 'a leading zero'],
    ['c2sp.org/tlog-proof@v1\nindex 0x0\n\nx', 'hexadecimal'],
    ['c2sp.org/tlog-proof@v1\nindex -1\n\nx', 'a sign'],
    ['c2sp.org/tlog-proof@v1\nindex  1\n\nx', 'two blanks'],
    ['c2sp.org/tlog-proof@v1\nextra \nindex 1\n\nx', 'empty extra data'],
    ['c2sp.org/tlog-proof@v1\nextra AAB=\nindex 1\n\nx', 'extra data that is not canonical'],
    ['c2sp.org/tlog-proof@v1\nindex 1\nextra AAA=\n\nx', 'extra data behind the index'],
    ['c2sp.org/tlog-proof@v1\nindex 1\nAAAA\n\nx', 'a short hash'],
    ['c2sp.org/tlog-proof@v1\r\nindex 1\r\n\r\nx', 'carriage returns'],
    [`c2sp.org/tlog-proof@v1\nindex 1\n${`${hash}\n`.repeat(64)}\nx`, '64 hashes'],
  ])('%j is none: %s', (text) => {
    expect(codeOf(parseLogProof(text))).toBe('PROOF_MALFORMED');
  });

  test('takes 63 hashes', () => {
    expect(codeOf(parseLogProof(`c2sp.org/tlog-proof@v1\nindex 1\n${`${hash}\n`.repeat(63)}\nx`))).toBe('ok');
  });
});
