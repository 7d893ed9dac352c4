import { type KeyObject, randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { KEY_BYTES, type MasterKeys, seal, secretKey, subjectTag, unseal } from './sealing.ts';

export interface SubjectKey {
  readonly id: number;
  readonly key: KeyObject;
}

/** The keys of the table `subject_key`, one for each person of a case. They are unwrapped when they are used and not kept. */
export interface KeyRing {
  /** The id of the key of a person in a case; null when nothing is held. */
  find(caseId: string | null, about: string | null): number | null;
  /** Makes the key when there is none; inside the caller's transaction. Null when the one that is there does not open. */
  obtain(caseId: string | null, about: string | null): SubjectKey | null;
  /** Null when there is no such key, or when it does not open under this master key. */
  open(id: number): KeyObject | null;
  /** Removes keys under which nothing is kept. */
  dropUnused(ids: Iterable<number>): void;
}

export function keyRing(database: DatabaseSync, master: MasterKeys): KeyRing {
  const byTag = database.prepare('SELECT id FROM subject_key WHERE tag = ?');
  const byId = database.prepare('SELECT tag, wrapped FROM subject_key WHERE id = ?');
  const insert = database.prepare('INSERT INTO subject_key (tag, wrapped) VALUES (?, ?)');
  const drop = database.prepare(
    'DELETE FROM subject_key WHERE id = ? AND NOT EXISTS (SELECT 1 FROM record WHERE record.key = subject_key.id)',
  );
  const idOf = (tag: Uint8Array): number | null => {
    const row = byTag.get(tag);
    return row === undefined ? null : Number(row['id']);
  };
  const open = (id: number): KeyObject | null => {
    const row = byId.get(id);
    const { tag, wrapped } = row ?? {};
    if (!(tag instanceof Uint8Array && wrapped instanceof Uint8Array)) return null;
    const key = unseal(master.wrapping, wrapped, tag);
    return key === null ? null : secretKey(key);
  };
  return {
    find: (caseId, about) => idOf(subjectTag(master, caseId, about)),
    open,
    obtain(caseId, about) {
      const tag = subjectTag(master, caseId, about);
      const id = idOf(tag);
      if (id !== null) {
        const key = open(id);
        return key === null ? null : { id, key };
      }
      const key = randomBytes(KEY_BYTES);
      return { id: Number(insert.run(tag, seal(master.wrapping, key, tag)).lastInsertRowid), key: secretKey(key) };
    },
    dropUnused(ids) {
      for (const id of ids) drop.run(id);
    },
  };
}
