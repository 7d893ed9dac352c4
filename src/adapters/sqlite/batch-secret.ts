import type { DatabaseSync } from 'node:sqlite';
import type { BatchSecrets } from '../../ports/batch-secret.ts';

/** `state`: opens the state database when it is first needed. */
export function sqliteBatchSecrets(state: () => DatabaseSync): BatchSecrets {
  return {
    put(batch, secret) {
      state().prepare('INSERT INTO batch_secret (batch, secret) VALUES (?, ?)').run(batch, secret);
    },
    get(batch) {
      const row = state().prepare('SELECT secret FROM batch_secret WHERE batch = ?').get(batch);
      return row?.['secret'] instanceof Uint8Array ? row['secret'] : null;
    },
    retain(batches) {
      const database = state();
      const gone = database
        .prepare('SELECT batch FROM batch_secret')
        .all()
        .map((row) => String(row['batch']))
        .filter((batch) => !batches.has(batch));
      if (gone.length === 0) return;
      // Zeros over the deleted bytes, and no older page of them left in the write-ahead log.
      database.exec('PRAGMA secure_delete = ON');
      database.exec('BEGIN IMMEDIATE');
      const forget = database.prepare('DELETE FROM batch_secret WHERE batch = ?');
      for (const batch of gone) forget.run(batch);
      database.exec('COMMIT');
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    },
  };
}
