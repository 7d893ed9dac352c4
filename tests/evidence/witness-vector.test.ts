import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openWitnessStore } from '../../src/adapters/sqlite/witness-store.ts';
import { bytesOfHex } from '../../src/core/bytes.ts';
import { nodeHashing } from '../../src/core/node-hashing.ts';
import { generateSigningKey, parseSigningKey } from '../../src/core/node-signer.ts';
import { openNote } from '../../src/core/note/signed-note.ts';
import { verifierKey } from '../../src/core/note/verifier-key.ts';
import type { Result } from '../../src/core/result.ts';
import { witnessApp } from '../../src/web/witness/app.ts';
import { hasVectors, vectorText, WITHOUT_VECTORS } from './vectors.ts';

interface Case {
  readonly i?: number;
  readonly name?: string;
  readonly body: string;
  readonly status: number;
  readonly bodyOp?: string;
  readonly bodyExpect?: string;
  readonly bodyContains?: string;
}

interface Vectors {
  readonly origin: string;
  readonly logKeyHex: string;
  readonly torchwood: readonly Case[];
  readonly sunlight: readonly Case[];
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const signer = must(parseSigningKey(must(generateSigningKey('cosignature-v1', 'example.com/witness'))));
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function freshWitness({ origin, logKeyHex }: Vectors) {
  const folder = mkdtempSync(join(tmpdir(), 'candour-witness-'));
  folders.push(folder);
  const log = must(verifierKey('ed25519', origin, bytesOfHex(logKeyHex) ?? new Uint8Array(), nodeHashing));
  const store = must(openWitnessStore(join(folder, 'witness.sqlite')));
  return {
    store,
    app: witnessApp({ store, signer, hashing: nodeHashing, logs: () => [log], now: () => 1_764_000_000 }),
  };
}

/** Texts of refusals are each witness's own; what the protocol fixes is compared. */
const isProtocol = (expected: string): boolean => expected.startsWith('\u2014') || /^\d+\n$/.test(expected);

describe.skipIf(!hasVectors)(`the public add-checkpoint cases, in order against one witness ${WITHOUT_VECTORS}`, () => {
  const vectors = hasVectors ? (JSON.parse(vectorText('witness/add-checkpoint.json')) as Vectors) : null;

  test.each(['torchwood', 'sunlight'] as const)('%s', async (set) => {
    if (vectors === null) throw new Error('no vectors');
    const { app, store } = freshWitness(vectors);
    let compared = 0;
    for (const each of vectors[set]) {
      const response = await app.request('/add-checkpoint', { method: 'POST', body: each.body });
      const text = await response.text();
      const expected = each.bodyExpect ?? each.bodyContains ?? '';
      // Torchwood's set is of a time when an unknown log was answered 403; tlog-witness v1.0.0 says 404.
      const status = expected === 'unknown log' ? 404 : each.status;
      expect([each.name ?? each.i, response.status]).toEqual([each.name ?? each.i, status]);
      if (isProtocol(expected)) {
        if (each.bodyOp === '==') expect(text).toBe(expected);
        else expect(text).toContain(expected);
      }
      if (response.status === 409) expect(response.headers.get('Content-Type')).toBe('text/x.tlog.size');
      if (response.status === 200) {
        const note = `${each.body.slice(each.body.indexOf('\n\n') + 2)}${text}`;
        expect(openNote(note, [signer.key], nodeHashing).ok).toBe(true);
      }
      compared += 1;
    }
    expect(compared).toBe(set === 'torchwood' ? 9 : 11);
    const latest = store.latest(vectors.origin);
    expect(latest).toMatchObject({ ok: true, value: { size: 5 } });
    store.close();
  });
});
