import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type IngestWorld, ingestWorld, nativeLine, nativeLines, unclosed } from './ingest-world.ts';

let world: IngestWorld;
let packsFolder = '';
beforeEach(() => {
  world = ingestWorld();
  packsFolder = world.at('packs');
  cpSync('packs/sources', join(packsFolder, 'sources'), { recursive: true });
});
afterEach(() => world.remove());

const mapOf = (source: string): string => join(packsFolder, 'sources', source, 'map.sql');

/** Breaks a pack's map; gives what mends it. */
function broken(source: string, sound: string, unsound: string): () => void {
  const map = readFileSync(mapOf(source), 'utf8');
  expect(map).toContain(sound);
  writeFileSync(mapOf(source), map.replace(sound, unsound));
  return () => writeFileSync(mapOf(source), map);
}

test('what a broken map quarantined is taken in once the map is mended, and only once', async () => {
  const log = world.at('log');
  writeFileSync(log, `${nativeLines(0, 5000).join('\n')}\n{"torn":\n`);
  const mend = broken('candour', 'r.action,', `CASE WHEN r.actor = 'e-3' THEN 'peek' ELSE r.action END AS action,`);
  const first = await world.take('candour', [log], { packsFolder, batchRecords: 1000 });
  const wrong = first.rows.quarantined - 1;
  // Of lines 0 to 4999, those whose number leaves 3 when divided by 7.
  expect(wrong).toBe(714);

  // Before it is mended a replay changes nothing.
  const early = await world.take('candour', [], { packsFolder, replay: true });
  expect(early.rows).toEqual({ read: wrong + 1, accepted: 0, duplicate: 0, quarantined: wrong + 1 });
  expect(early.batches).toEqual([]);

  mend();
  const replay = await world.take('candour', [], { packsFolder, replay: true, batchRecords: 100 });
  expect(replay.rows).toEqual({ read: wrong + 1, accepted: wrong, duplicate: 0, quarantined: 1 });
  expect(unclosed(world, replay)).toEqual([]);
  const batches = world.batches().length;

  const again = await world.take('candour', [], { packsFolder, replay: true });
  expect(again.rows).toEqual({ read: 1, accepted: 0, duplicate: 0, quarantined: 1 });
  const whole = await world.take('candour', [log], { packsFolder });
  expect(whole.rows).toEqual({ read: 5001, accepted: 0, duplicate: 5000, quarantined: 1 });
  expect(world.batches()).toHaveLength(batches);
  expect(await world.events()).toHaveLength(5000);
});

test('a file that was ingested again before the replay is not taken twice', async () => {
  const log = world.at('log');
  writeFileSync(log, nativeLines(0, 20).join('\n'));
  const mend = broken('candour', 'r.actor,', 'CAST(NULL AS VARCHAR) AS actor,');
  expect((await world.take('candour', [log], { packsFolder })).rows.quarantined).toBe(20);
  mend();
  expect((await world.take('candour', [log], { packsFolder })).rows.accepted).toBe(20);
  const replay = await world.take('candour', [], { packsFolder, replay: true });
  expect(replay.rows).toEqual({ read: 20, accepted: 0, duplicate: 20, quarantined: 0 });
  const again = await world.take('candour', [], { packsFolder, replay: true });
  expect(again.rows.read).toBe(0);
  expect(await world.events()).toHaveLength(20);
});

test('CSV rows and elements of a document are read again as their file had them', async () => {
  const samples = join(packsFolder, 'sources', 'okta', 'samples');
  const paths = [join(samples, 'console.csv'), join(samples, 'page.json')];
  const sound = (await world.take('okta', paths)).rows;
  expect(sound.accepted).toBeGreaterThan(0);

  const other = ingestWorld();
  try {
    writeFileSync(
      mapOf('okta'),
      `SELECT record_no, CAST(NULL AS TIMESTAMP) AS "time", 'x' AS actor, 'read' AS action FROM record`,
    );
    const first = await other.take('okta', paths, { packsFolder });
    expect(first.rows).toEqual({ read: sound.read, accepted: 0, duplicate: 0, quarantined: sound.read });
    cpSync('packs/sources/okta/map.sql', mapOf('okta'));
    const replay = await other.take('okta', [], { packsFolder, replay: true });
    expect(replay.rows).toEqual(sound);
    expect(await other.events()).toEqual(await world.events());
  } finally {
    other.remove();
  }
});

test('what no map can mend stays quarantined, and a replay of it adds nothing and stops nothing', async () => {
  const torn = gzipSync(`${nativeLines(0, 3).join('\n')}\n`);
  writeFileSync(world.at('a.gz'), torn.subarray(0, 12));
  writeFileSync(world.at('b.txt'), 'This is\nno log\nat all\n');
  writeFileSync(world.at('c.json'), `[${nativeLine(10)},${nativeLine(11).slice(0, -1)}`);
  writeFileSync(world.at('d.json'), '[{"a":{"b":[1,2');
  writeFileSync(world.at('e.json'), `[${nativeLine(12)},"a`);
  const paths = ['a.gz', 'b.txt', 'c.json', 'd.json', 'e.json'].map((name) => world.at(name));
  const first = await world.take('candour', paths);
  expect(first.rows).toEqual({ read: 7, accepted: 2, duplicate: 0, quarantined: 5 });
  const batches = world.batches().length;
  for (let run = 0; run < 2; run += 1) {
    const replay = await world.take('candour', [], { replay: true });
    expect(replay.rows).toEqual({ read: 5, accepted: 0, duplicate: 0, quarantined: 5 });
    expect(replay.reasons).toEqual(expect.arrayContaining([{ code: 'document-truncated', count: 3 }]));
    expect(replay.batches).toEqual([]);
  }
  expect(world.batches()).toHaveLength(batches);
});

test('a torn quoted CSV row and a row of the wrong length are replayed as they stood', async () => {
  const csv = [
    'timestamp,uuid,event_type,actor.alternate_id',
    '2026-03-01T00:00:00Z,1,user.session.start,a@example.com',
    '2026-03-01T00:00:00Z,2,too,many,columns,here',
    '2026-03-01T00:00:00Z,3,"opened\nand never\nclosed,x',
  ].join('\n');
  const columns = readFileSync('packs/sources/okta/samples/console.csv', 'utf8').split('\n')[0] ?? '';
  writeFileSync(world.at('log.csv'), csv.replace('timestamp,uuid,event_type,actor.alternate_id', columns));
  const first = await world.take('okta', [world.at('log.csv')]);
  expect(first.rows.read).toBe(first.rows.quarantined + first.rows.accepted);
  expect(first.rows.quarantined).toBeGreaterThanOrEqual(4);
  const replay = await world.take('okta', [], { replay: true });
  expect(replay.rows).toEqual({
    read: first.rows.quarantined,
    accepted: 0,
    duplicate: 0,
    quarantined: first.rows.quarantined,
  });
  expect(replay.batches).toEqual([]);
});
