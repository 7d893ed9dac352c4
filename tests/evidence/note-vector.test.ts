import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { base64Of } from '../../src/core/base64.ts';
import { bytesOfHex, hexOf } from '../../src/core/bytes.ts';
import { nodeHashing } from '../../src/core/node-hashing.ts';
import { openCheckpoint } from '../../src/core/note/checkpoint.ts';
import { openNote } from '../../src/core/note/signed-note.ts';
import { parseVerifierKey, type VerifierKey, verifierKey } from '../../src/core/note/verifier-key.ts';
import { hasVectors, vectorPath, vectorText, WITHOUT_VECTORS } from './vectors.ts';

interface NoteVector {
  readonly name: string;
  readonly vkeys?: readonly string[];
  readonly ed25519PubHex?: string;
  readonly note: string;
  readonly ok?: number;
  readonly error?: string;
}

const { notes, badVkeys } = hasVectors
  ? (JSON.parse(vectorText('note/notes.json')) as { notes: readonly NoteVector[]; badVkeys: readonly string[] })
  : { notes: [], badVkeys: [] };

function key(text: string): VerifierKey {
  const parsed = parseVerifierKey(text, nodeHashing);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

function keysOf({ vkeys, ed25519PubHex, note }: NoteVector): readonly VerifierKey[] {
  if (ed25519PubHex === undefined) return (vkeys ?? []).map(key);
  const made = verifierKey(
    'ed25519',
    note.split('\n')[0] ?? '',
    bytesOfHex(ed25519PubHex) ?? new Uint8Array(),
    nodeHashing,
  );
  return made.ok ? [made.value] : [];
}

const CODES: Readonly<Record<string, readonly string[]>> = {
  unverified: ['NOTE_UNVERIFIED'],
  malformed: ['NOTE_MALFORMED', 'NOTE_SIGNATURE_MALFORMED'],
  'invalid signature': ['NOTE_FORGED'],
};

describe.skipIf(!hasVectors)(`public vectors of signed notes ${WITHOUT_VECTORS}`, () => {
  test.each(notes)('$name', (vector) => {
    const opened = openNote(vector.note, keysOf(vector), nodeHashing);
    if (vector.ok === undefined) expect(CODES[vector.error ?? '']).toContain(opened.ok ? 'opened' : opened.error.code);
    else expect(opened.ok ? opened.value.signedBy.length : opened.error).toBe(vector.ok);
  });

  test.each(badVkeys)('the verifier key %s is refused', (text) => {
    expect(parseVerifierKey(text, nodeHashing)).toMatchObject({ ok: false, error: { code: 'KEY_INVALID' } });
  });

  test('every checkpoint of the Tessera log opens under its key, and under no other log', () => {
    const log = key('example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx');
    const folder = 'tessera/testdata/log';
    const names = readdirSync(vectorPath(folder)).filter((name) => name.startsWith('checkpoint'));
    expect(names).toHaveLength(17);
    for (const name of names) {
      const opened = openCheckpoint(vectorText(`${folder}/${name}`), [log], [], nodeHashing);
      const size = name === 'checkpoint' ? 15 : Number(name.split('.')[1]);
      expect(opened).toMatchObject({ ok: true, value: { checkpoint: { origin: log.name, size }, cosignedBy: [] } });
    }
  });

  test('the cosignatures of the Sunlight witness and mirror hold, each at its time', () => {
    const origin = '000de184301123b9278c086a7d9f68c9577e83872224c197058fd90784ea9706';
    const folder = 'sunlight-mirror/cmd/skylight/testdata/witness';
    expect(hexOf(nodeHashing.sha256(Buffer.from('rome2026h1.example.org')))).toBe(origin);
    for (const [path, text] of [
      [
        `${folder}/mirror/${origin}/checkpoint`,
        'mirror.example.org+3fb148ef+BAAjjch9GyYz0sJsJx7ALhbdAtz2ov0unbzSl1vMp94O',
      ],
      [`${folder}/${origin}/checkpoint`, 'witness.example.org+b8a2cf20+BFLN3yikSfFkVAJtrnh/CiY3Zozkoy7clp+P7XB28qUN'],
    ] as const) {
      const cosigner = key(text);
      // 2025-12-31T00:00:00Z
      expect(openNote(vectorText(path), [cosigner], nodeHashing)).toMatchObject({
        ok: true,
        value: { signedBy: [{ key: cosigner, time: 1767139200 }] },
      });
    }
  });

  test('a wrong root hash in a cosigned checkpoint is found', () => {
    const path =
      'sunlight-mirror/cmd/skylight/testdata/witness/mirror/000de184301123b9278c086a7d9f68c9577e83872224c197058fd90784ea9706/checkpoint';
    const other = vectorText(path).replace(/^[^\n]{44}$/m, base64Of(new Uint8Array(32)));
    const cosigner = key('mirror.example.org+3fb148ef+BAAjjch9GyYz0sJsJx7ALhbdAtz2ov0unbzSl1vMp94O');
    expect(openNote(other, [cosigner], nodeHashing)).toMatchObject({ ok: false, error: { code: 'NOTE_FORGED' } });
  });
});
