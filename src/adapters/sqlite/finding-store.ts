import type { DatabaseSync } from 'node:sqlite';
import type { Finding } from '../../model/finding.ts';
import type { FindingStore } from '../../ports/finding-store.ts';

/** The findings in the table `finding` of an opened state; a write that another process blocks too long throws SQLite's error. */
export function sqliteFindingStore(db: DatabaseSync): FindingStore {
  const retire = db.prepare('UPDATE finding SET reported = 0 WHERE day >= ? AND day < ?');
  const put = db.prepare('INSERT OR REPLACE INTO finding (id, day, score, reported, document) VALUES (?, ?, ?, 1, ?)');
  const all = db.prepare('SELECT document FROM finding WHERE reported = 1 ORDER BY score DESC, day, id');
  const one = db.prepare('SELECT document FROM finding WHERE id = ?');
  return {
    replaceWindow(window, findings) {
      db.exec('BEGIN IMMEDIATE');
      try {
        retire.run(window.from.slice(0, 10), window.to.slice(0, 10));
        for (const finding of findings) put.run(finding.id, finding.day, finding.score, JSON.stringify(finding));
        db.exec('COMMIT');
      } catch (error) {
        if (db.isTransaction) db.exec('ROLLBACK');
        throw error;
      }
    },
    list: () => all.all().map(findingOf),
    get(id) {
      const row = one.get(id);
      return row === undefined ? null : findingOf(row);
    },
  };
}

const findingOf = (row: Readonly<Record<string, unknown>>): Finding => JSON.parse(String(row['document'])) as Finding;
