import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type IngestBooks, ingestLog } from '../../src/workflow/ingest-log.ts';
import { accessLine, type ScratchLake, scratchLake } from './scratch-lake.ts';

let lake: ScratchLake;
beforeEach(() => {
  lake = scratchLake();
});
afterEach(() => lake.remove());

/** Ingests by a pack of its own, whose map may be broken and mended. */
function ownPack(): { readonly mapPath: string; run(paths: string[], replay?: boolean): Promise<IngestBooks> } {
  const packsFolder = join(lake.folder, 'packs');
  cpSync('packs', packsFolder, { recursive: true });
  return {
    mapPath: join(packsFolder, 'sources', 'candour', 'map.sql'),
    async run(paths, replay = false) {
      const books = await ingestLog({ source: 'candour', paths, replay }, { ...lake.app.ingest, packsFolder });
      if (!books.ok) throw new Error(books.error.message);
      return books.value;
    },
  };
}

test('what a broken pack quarantined is taken once it is mended; a second replay adds nothing', async () => {
  const pack = ownPack();
  const whole = readFileSync(pack.mapPath, 'utf8');
  const log = join(lake.folder, 'log');
  writeFileSync(log, `${accessLine('one')}\n${accessLine('two', { action: 'peek' })}\nno json\n`);

  writeFileSync(pack.mapPath, whole.replace('r.actor,', "nullif(r.actor, 'e-0412') AS actor,"));
  const broken = await pack.run([log]);
  expect(broken.rows).toEqual({ read: 3, accepted: 0, duplicate: 0, quarantined: 3 });

  writeFileSync(pack.mapPath, whole);
  const mended = await pack.run([], true);
  expect(mended.rows).toEqual({ read: 3, accepted: 1, duplicate: 0, quarantined: 2 });

  const again = await pack.run([], true);
  expect(again.rows).toEqual({ read: 2, accepted: 0, duplicate: 0, quarantined: 2 });
  expect(again.batches).toEqual([]);

  // The file itself, read once more, holds nothing new: the record that was replayed is known by its id and bytes.
  expect((await pack.run([log])).rows).toEqual({ read: 3, accepted: 0, duplicate: 1, quarantined: 2 });
});

test('a quarantined CSV row is read again with its header, an array’s element without its document', async () => {
  const packsFolder = join(lake.folder, 'packs');
  cpSync('packs', packsFolder, { recursive: true });
  const run = async (paths: string[], replay = false): Promise<IngestBooks['rows']> => {
    const books = await ingestLog({ source: 'okta', paths, replay }, { ...lake.app.ingest, packsFolder });
    if (!books.ok) throw new Error(books.error.message);
    return books.value.rows;
  };
  const mapPath = join(packsFolder, 'sources', 'okta', 'map.sql');
  const whole = readFileSync(mapPath, 'utf8');
  writeFileSync(mapPath, whole.replace('  actor,\n', '  CAST(NULL AS VARCHAR) AS actor,\n'));
  const samples = join(packsFolder, 'sources', 'okta', 'samples');
  const broken = await run([join(samples, 'console.csv'), join(samples, 'page.json')]);
  expect(broken.accepted).toBe(0);
  writeFileSync(mapPath, whole);
  const mended = await run([], true);
  expect(mended.read).toBe(broken.quarantined);
  const fresh = scratchLake();
  const straight = await fresh.ingest([join(samples, 'console.csv'), join(samples, 'page.json')], 'okta');
  await fresh.remove();
  expect(mended.accepted).toBe(straight.rows.accepted);
});
