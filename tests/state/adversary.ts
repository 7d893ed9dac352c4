import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { masterKeys, secretKey, subjectTag, unseal } from '../../src/adapters/sqlite/sealing.ts';
import { utf8 } from '../../src/core/bytes.ts';
import { canonicalJson } from '../../src/core/canonical-json.ts';
import { nodeHashing } from '../../src/core/node-hashing.ts';
import { commitmentOf } from '../../src/core/opening.ts';
import { parseStateEntry } from '../../src/core/state-leaf.ts';
import type { StateRecord } from '../../src/model/record.ts';

/** Every file below a folder, whole: what somebody who took the disk has, free pages and journals with it. */
export function bytesOnDisk(folder: string): readonly Buffer[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path));
}

/** Whether any 16 bytes in a row of `secret` lie anywhere in `files`. */
export const hasTraceOf = (secret: Uint8Array, files: readonly Buffer[]): boolean => {
  const whole = Buffer.from(secret);
  for (let at = 0; at + 16 <= whole.length; at += 1) {
    const piece = whole.subarray(at, at + 16);
    // Zeros are everywhere, and say nothing.
    if (piece.some((byte) => byte !== 0) && files.some((file) => file.includes(piece))) return true;
  }
  return false;
};

export interface Spoils {
  readonly folder: string;
  readonly databasePath: string;
  readonly master: Uint8Array;
  readonly entries: readonly Uint8Array[];
}

/**
 * Somebody with the disk, the master key and the whole customer table, who knows every field of every record but whom it is about. Tells
 * which customers can be shown to be in the case: by the tags under which keys are found, by opening what is there, and by computing
 * every plausible record under every nonce that can still be had.
 */
export function guess(
  { folder, databasePath, master, entries }: Spoils,
  caseId: string,
  customers: readonly string[],
  plausible: (customer: string) => readonly StateRecord[],
): ReadonlySet<string> {
  const files = bytesOnDisk(folder);
  const keys = masterKeys(master);
  const found = new Set<string>();
  for (const customer of customers)
    if (files.some((file) => file.includes(subjectTag(keys, caseId, customer)))) found.add(customer);

  const nonces: Uint8Array[] = [];
  const database = new DatabaseSync(databasePath, { readOnly: true });
  const wrapped = database.prepare('SELECT tag, wrapped FROM subject_key').all();
  const sealed = database.prepare('SELECT commitment, sealed FROM record').all();
  database.close();
  for (const { tag, wrapped: box } of wrapped) {
    const key = tag instanceof Uint8Array && box instanceof Uint8Array ? unseal(keys.wrapping, box, tag) : null;
    if (key === null) continue;
    const opener = secretKey(key);
    for (const row of sealed) {
      const plain =
        row['sealed'] instanceof Uint8Array ? unseal(opener, row['sealed'], utf8(String(row['commitment']))) : null;
      if (plain === null) continue;
      nonces.push(plain.subarray(0, 32));
      const { about } = JSON.parse(plain.subarray(32).toString('utf8')) as StateRecord;
      if (about !== null) found.add(about);
    }
  }

  const committed = new Set(
    entries.flatMap((entry) => {
      const leaf = parseStateEntry(entry);
      return leaf?.type === 'record' ? [leaf.commitment] : [];
    }),
  );
  for (const customer of customers)
    for (const record of plausible(customer)) {
      const bytes = utf8(canonicalJson(record));
      if (nonces.some((nonce) => committed.has(commitmentOf(nodeHashing, nonce, bytes)))) found.add(customer);
    }
  return found;
}
