import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, openApp } from '../../src/app.ts';
import type { IngestBooks } from '../../src/workflow/ingest-log.ts';
import { ingestLog } from '../../src/workflow/ingest-log.ts';

/** A data directory of its own, and the real ingest into it. */
export interface ScratchLake {
  readonly folder: string;
  readonly data: string;
  readonly app: App;
  ingest(paths: readonly string[], source?: string): Promise<IngestBooks>;
  remove(): Promise<void>;
}

export function scratchLake(): ScratchLake {
  const folder = mkdtempSync(join(tmpdir(), 'candour-ingest-'));
  const data = join(folder, 'data');
  const app = openApp(data, { progress: { step: () => ({ at: () => {}, end: () => {} }) } });
  return {
    folder,
    data,
    app,
    async ingest(paths, source = 'candour') {
      const books = await ingestLog({ source, paths: [...paths] }, app.ingest);
      if (!books.ok) throw new Error(`${books.error.code}: ${books.error.message}`);
      return books.value;
    },
    async remove() {
      await app.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A native access line; `parts` over an event that is in order. */
export const accessLine = (id: string, parts: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    time: '2026-03-01T09:12:33.123Z',
    event_id: id,
    actor: 'e-0412',
    action: 'read',
    subjects: ['c-001'],
    ...parts,
  });
