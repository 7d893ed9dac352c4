import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DataFolder, openDataFolder } from './adapters/duckdb/data-folder.ts';
import { openLakeWriter } from './adapters/duckdb/lake-writer.ts';
import { fsIntake } from './adapters/fs/intake.ts';
import { randomIds, stderrProgress, systemClock } from './adapters/fs/shell.ts';
import type { IngestDeps } from './workflow/ingest-log.ts';

/** Everything wired to one data directory; parts open when they are first asked for. */
export interface App {
  readonly folder: DataFolder;
  readonly ingest: IngestDeps;
  close(): Promise<void>;
}

/** Where `packs/` and `sql/` lie: beside `src/` in a checkout, beside `dist/` in the package. */
export const homeFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/** The composition root: the one place that knows every adapter. */
export function openApp(data: string): App {
  const folder = openDataFolder(data);
  const packsFolder = join(homeFolder, 'packs');
  const progress = stderrProgress(process.stderr);
  const ids = randomIds;
  void userInfo;
  return {
    folder,
    ingest: {
      packsFolder,
      progress,
      intake: fsIntake(process.stdin, process.cwd()),
      openWriter: () =>
        openLakeWriter({
          folder,
          withLock: (work) => work(),
          now: () => systemClock.now(),
          freshBatch: () => ids.fresh('b'),
          capacity: 1_100_000,
        }),
    },
    close: async () => {},
  };
}
