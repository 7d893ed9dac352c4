import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DataFolder, openDataFolder } from './adapters/duckdb/data-folder.ts';
import { openLake } from './adapters/duckdb/lake-session.ts';
import { openLakeWriter } from './adapters/duckdb/lake-writer.ts';
import { openPeopleWriter } from './adapters/duckdb/people-writer.ts';
import { fsIntake } from './adapters/fs/intake.ts';
import { randomIds, stderrProgress, systemClock } from './adapters/fs/shell.ts';
import { writerLock } from './adapters/sqlite/writer-lock.ts';
import type { Result } from './core/result.ts';
import { sourceIds } from './packs/source-pack.ts';
import type { Lake } from './ports/lake.ts';
import type { Progress } from './ports/shell.ts';
import { checkSourcePack, type FailedCase, type ReadSample } from './workflow/check-source-pack.ts';
import { type IngestDeps, ingestLog } from './workflow/ingest-log.ts';
import type { PeopleDeps } from './workflow/take-people.ts';

/** Everything wired to one data directory; parts open when they are first asked for. */
export interface App {
  readonly folder: DataFolder;
  readonly packsFolder: string;
  readonly ingest: IngestDeps;
  readonly people: PeopleDeps;
  readonly lake: Lake;
  checkPacks(
    only: readonly string[] | null,
  ): Promise<{ readonly packs: number; readonly cases: number; readonly failed: readonly FailedCase[] }>;
  close(): Promise<void>;
}

/** Where `packs/` and `sql/` lie: beside `src/` in a checkout, beside `dist/` in the package. */
export const homeFolder = dirname(dirname(fileURLToPath(import.meta.url)));
const packsFolder = join(homeFolder, 'packs');
const sqlFolder = join(homeFolder, 'sql');

/** A commit takes well under a second; a minute of waiting means that something is wrong. */
const LOCK_TIMEOUT_MS = 60_000;

/** The composition root: the one place that knows every adapter. */
export function openApp(data: string, progress: Progress = stderrProgress(process.stderr)): App {
  const folder = openDataFolder(data);
  const intake = fsIntake(process.stdin, process.cwd());
  const now = (): string => systemClock.now();
  const lock = writerLock(join(folder.state, 'lock.sqlite'));
  const withLock = <T>(work: () => Promise<Result<T>>): Promise<Result<T>> => lock.whileHeld(LOCK_TIMEOUT_MS, work);
  return {
    folder,
    packsFolder,
    ingest: {
      packsFolder,
      progress,
      intake,
      openWriter: () =>
        openLakeWriter({ folder, withLock, now, freshBatch: () => randomIds.fresh('b'), capacity: 1_100_000 }),
    },
    lake: openLake({ folder, sqlFolder }),
    people: { progress, intake, openPeopleWriter: () => openPeopleWriter({ folder, sqlFolder, withLock, now }) },
    async checkPacks(only) {
      const ids = sourceIds(packsFolder).filter((id) => only === null || only.includes(id));
      let cases = 0;
      const failed: FailedCase[] = [];
      for (const id of ids) {
        const check = await checkSourcePack(packsFolder, id, readSample);
        cases += check.cases;
        failed.push(...check.failed);
      }
      return { packs: ids.length, cases, failed };
    },
    close: async () => {},
  };
}

const silent: Progress = { step: () => ({ at: () => {}, end: () => {} }) };

/** A sample goes through the real way in, into a lake of its own that is gone afterwards. */
const readSample: ReadSample = async (source, path) => {
  const scratch = mkdtempSync(join(tmpdir(), 'candour-check-'));
  const app = openApp(scratch, silent);
  try {
    const books = await ingestLog({ source, paths: [path], replay: false }, app.ingest);
    if (!books.ok) return books;
    const session = await app.lake.open();
    if (!session.ok) return session;
    const accesses = await session.value.rows('check-access');
    await session.value.close();
    return { ok: true, value: { books: books.value, accesses } };
  } finally {
    await app.close();
    rmSync(scratch, { recursive: true, force: true });
  }
};
