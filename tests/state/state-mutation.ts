import { copyFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { type Random, randomBelow } from '../../src/core/random.ts';

/** What was done to one row of a copy, and how the verifier must name it. */
export interface Mutation {
  readonly what: string;
  names(faults: readonly RowFault[]): boolean;
}

/** A fault as the check of the state gives it, and as the document of `candour verify` has it. */
export interface RowFault {
  readonly code: string;
  readonly index: number | null;
  readonly table?: string;
  readonly key?: string;
  readonly incident?: string | null;
}

type Row = Readonly<Record<string, string | number | Uint8Array | null>>;

const TABLES = { record: 'commitment', subject_key: 'id', batch_secret: 'batch' } as const;
type Table = keyof typeof TABLES;

/**
 * Copies a database (closed, its journal emptied) and changes, removes or adds one row behind the triggers' back, as somebody could who has
 * the file and any tool for it. `salted`: leaves commit to the secrets of batches, so that a changed one can be named.
 */
export function mutatedCopy(from: string, to: string, random: Random, salted = false): Mutation {
  copyFileSync(from, to);
  const database = new DatabaseSync(to, { enableForeignKeyConstraints: false });
  try {
    const triggers = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all();
    for (const { name } of triggers) database.exec(`DROP TRIGGER ${String(name)}`);
    const done = mutateLawfully(database, random, salted);
    for (const { sql } of triggers) database.exec(String(sql));
    return done;
  } finally {
    database.close();
  }
}

/** What the tables' own constraints refuse cannot be done without being seen in the schema: another change is tried. */
function mutateLawfully(database: DatabaseSync, random: Random, salted: boolean): Mutation {
  for (let tries = 0; tries < 100; tries += 1) {
    try {
      return mutate(database, random, salted);
    } catch (error) {
      if (!(error instanceof Error) || !/constraint failed/.test(error.message)) throw error;
    }
  }
  throw new Error('a hundred changes were refused');
}

function mutate(database: DatabaseSync, random: Random, salted: boolean): Mutation {
  const asked: Table = pickFrom(random, ['record', 'record', 'record', 'subject_key', 'batch_secret'] as const);
  const rowsOf = (of: Table) => database.prepare(`SELECT * FROM ${of} ORDER BY ${TABLES[of]}`).all() as Row[];
  const table: Table = rowsOf(asked).length === 0 ? 'record' : asked;
  const primary = TABLES[table];
  const rows = rowsOf(table);
  const row = pickFrom(random, rows);
  const key = row[primary] ?? null;
  const named =
    (wanted: readonly string[]) =>
    (faults: readonly RowFault[]): boolean =>
      faults.some(
        (fault) =>
          wanted.includes(fault.code) && fault.table === table && fault.key === String(key) && indexFits(fault, row),
      );
  switch (pickFrom(random, ['change', 'change', 'remove', 'add'] as const)) {
    case 'change': {
      const column = pickFrom(random, table === 'batch_secret' && !salted ? [primary] : Object.keys(row));
      const value = otherThan(row[column] ?? null, column, random, rows);
      database.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${primary} = ?`).run(value, key);
      // A row under another primary key is one row missing and one too many.
      const codes = column === primary ? ['STATE_ROW_MISSING'] : ['STATE_ROW_CHANGED'];
      return { what: `${table}.${column} of ${String(key)} is ${String(value)}`, names: named(codes) };
    }
    case 'remove':
      database.prepare(`DELETE FROM ${table} WHERE ${primary} = ?`).run(key);
      return { what: `${table} ${String(key)} is removed`, names: named(['STATE_ROW_MISSING']) };
    case 'add': {
      const added = strangerOf(table, row, rows, random);
      const columns = Object.keys(added);
      database
        .prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
        .run(...Object.values(added));
      const where = String(added[primary]);
      return {
        what: `${table} ${where} is added`,
        names: (faults) =>
          faults.some(({ code, ...at }) => code === 'STATE_ROW_ADDED' && at.table === table && at.key === where),
      };
    }
  }
}

/** Of a record the fault also says at which leaf it is. */
const indexFits = (fault: RowFault, row: Row): boolean =>
  fault.table !== 'record' || (fault.index === row['leaf'] && (fault.incident ?? '') === row['incident']);

function otherThan(value: Row[string], column: string, random: Random, rows: readonly Row[]): Row[string] {
  if (value instanceof Uint8Array) {
    const bytes = Uint8Array.from(value);
    const at = randomBelow(random, bytes.length);
    // A bit, the end cut off, or another row's bytes.
    const way = randomBelow(random, 3);
    if (way === 0) return bytes.subarray(0, at);
    const other = way === 1 ? pickFrom(random, rows)[column] : undefined;
    if (other instanceof Uint8Array && !Buffer.from(other).equals(value) && column === 'sealed') return other;
    bytes[at] = (bytes[at] ?? 0) ^ (1 << randomBelow(random, 8));
    return bytes;
  }
  if (typeof value === 'number') {
    if (column === 'leaf' || column === 'seq') {
      const other = randomBelow(random, 4) === 0 ? null : value + 1_000_000 + randomBelow(random, 1000);
      return other;
    }
    // Another row's key where there is one: what is kept under a stranger's key must be seen as well.
    const others = rows.map((row) => row[column]).filter((one) => typeof one === 'number' && one !== value);
    return column === 'key' && others.length > 0 ? (pickFrom(random, others) ?? null) : value + 1_000_000;
  }
  if (value === null) return column === 'case_id' ? 'case-other' : 1_000_000 + randomBelow(random, 1000);
  if (column === 'commitment') return Buffer.from(bytesOf(random, 32)).toString('hex');
  return `${value.slice(0, -1)}${value.endsWith('x') ? 'y' : 'x'}`;
}

/** A row like another, as a forger without the log's key would write it. */
function strangerOf(table: Table, row: Row, rows: readonly Row[], random: Random): Row {
  if (table === 'subject_key')
    return {
      id: 1 + Math.max(...rows.map(({ id }) => Number(id))),
      tag: bytesOf(random, 32),
      wrapped: bytesOf(random, 60),
    };
  if (table === 'batch_secret') return { batch: `b-${randomBelow(random, 1_000_000)}`, secret: bytesOf(random, 32) };
  const leaf = randomBelow(random, 2) === 0 ? null : 5_000_000 + randomBelow(random, 1000);
  const commitment = Buffer.from(bytesOf(random, 32)).toString('hex');
  return { ...row, commitment, leaf, seq: row['seq'] === null ? null : Number(row['seq']) + 1_000_000 };
}

const bytesOf = (random: Random, length: number): Uint8Array =>
  Uint8Array.from({ length }, () => randomBelow(random, 256));

function pickFrom<T>(random: Random, items: readonly T[]): T {
  const item = items[randomBelow(random, items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}
