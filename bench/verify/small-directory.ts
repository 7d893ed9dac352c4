import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, openApp } from '../../src/app.ts';
import type { Result } from '../../src/core/result.ts';
import { openWitness } from '../../src/witness.ts';
import { eraseSubject } from '../../src/workflow/erase-subject.ts';
import { expireBatches } from '../../src/workflow/expire-batches.ts';
import { ingestLog } from '../../src/workflow/ingest-log.ts';
import { noteCase } from '../../src/workflow/note-case.ts';
import { openCase } from '../../src/workflow/open-case.ts';
import { takePeople } from '../../src/workflow/take-people.ts';
import { sealTelling, tellPersons } from '../../src/workflow/tell-person.ts';
import { silent } from '../world/world.ts';

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

const line = (n: number, day: string): string =>
  JSON.stringify({
    time: `${day}T09:12:33.123Z`,
    event_id: `ev-${day}-${n}`,
    actor: `e-${n % 7}`,
    action: 'read',
    subjects: [`c-${n % 12}`],
    fields: ['email'],
  });

/**
 * A small data directory with something of everything that a log can commit to: batches (one with quarantine, one that takes a part of it in again,
 * one expired), imports of all kinds, two cases, people told, a sealed notices log, an erasure, cosignatures of two witnesses. All of it
 * is invented. `scratch`: a folder for what is read and for the witnesses.
 */
export async function makeSmallDirectory(root: string, scratch: string): Promise<void> {
  const app = openApp(root, { progress: silent });
  must(app.log('log.example.com/candour'));
  const witnesses = await watched(root, scratch);
  await app.close();
  const watchedApp = openApp(root, { progress: silent });
  try {
    await fill(watchedApp, scratch);
  } finally {
    await watchedApp.close();
    for (const witness of witnesses) await witness.close();
  }
}

/** Two witnesses on this machine that know the log, and the policy that names them. */
async function watched(root: string, scratch: string) {
  const vkey = readFileSync(join(root, 'log', 'vkey'), 'utf8').trim();
  const lines = [`log ${vkey}`];
  const running: { close(): Promise<void> }[] = [];
  for (const name of ['auditor', 'council']) {
    const witness = openWitness(join(scratch, name));
    const made = must(witness.make(`witness.example.com/${name}`));
    must(witness.addLog(vkey));
    const served = must(await witness.serve('127.0.0.1', 0));
    lines.push(`witness ${name} ${made.vkey} http://127.0.0.1:${served.port}`);
    running.push({
      async close() {
        await served.close();
        await witness.close();
      },
    });
  }
  writeFileSync(
    join(root, 'witness.policy'),
    `${[...lines, 'group both all auditor council', 'quorum both'].join('\n')}\n`,
  );
  return running;
}

async function fill(app: App, scratch: string): Promise<void> {
  const file = (name: string, text: string): string => {
    writeFileSync(join(scratch, name), text);
    return join(scratch, name);
  };
  const logOf = (name: string, count: number, day: string): string =>
    file(name, `${Array.from({ length: count }, (_, n) => line(n, day)).join('\n')}\n{"torn":\n`);
  const ingest = async (packsFolder: string, paths: readonly string[], replay = false): Promise<void> => {
    must(await ingestLog({ source: 'candour', paths: [...paths], replay }, { ...app.ingest, packsFolder }));
  };
  await ingest(app.packsFolder, [logOf('old.ndjson', 20, '2025-01-05')]);
  // A pack that cannot map one actor's records, and is mended: the quarantine of one batch is taken in by another.
  const broken = join(scratch, 'packs');
  cpSync(join(app.packsFolder, 'sources'), join(broken, 'sources'), { recursive: true });
  const map = join(broken, 'sources', 'candour', 'map.sql');
  writeFileSync(
    map,
    readFileSync(map, 'utf8').replace(
      'r.action,',
      `CASE WHEN r.actor = 'e-3' THEN 'peek' ELSE r.action END AS action,`,
    ),
  );
  await ingest(broken, [logOf('new.ndjson', 40, '2026-03-01')]);
  await ingest(app.packsFolder, [], true);
  const people = [
    ['customers', 'id,email,name\nc-1,c1@example.com,Name 1\nc-2,c2@example.com,Name 2\n,nobody@example.com,\n'],
    ['customers', 'id,email,name\nc-3,c3@example.com,Name 3\n'],
    ['workforce', 'actor,name,team\ne-1,Ada,support\ne-2,Grace,support\n'],
    ['ties', 'kind,id,actor,subject,from,to\nticket,T-1,e-1,c-1,2026-03-01,2026-03-02\n'],
  ] as const;
  for (const [n, [kind, text]] of people.entries())
    must(await takePeople({ kind, paths: [file(`${n}.csv`, text)] }, app.people));
  must(await expireBatches.run({ before: '2025-06-01', destroy: true }, app));
  await fillCases(app);
}

async function fillCases(app: App): Promise<void> {
  const deps = await app.deps();
  const read = (caseId: string, person: string) =>
    ({
      kind: 'read',
      at: deps.clock.now(),
      by: 'ada',
      case: caseId,
      seq: null,
      about: person,
      body: { what: 'notice', id: null },
    }) as const;
  must(await openCase.run({ title: 'An approach that was reported', finding: null }, deps));
  const { case: caseId } = must(await openCase.run({ title: 'Addresses seen for sale', finding: null }, deps));
  must(await noteCase.run({ case: caseId, text: 'account of e-3 suspended' }, deps));
  must(await deps.records.keep(['c-1', 'c-2', 'c-3'].map((person) => read(caseId, person))));
  const taken = { channel: 'email', acceptedAt: deps.clock.now(), sha256: 'ab'.repeat(32) } as const;
  const messages = ['c-1', 'c-2', 'c-3'].map((person) => ({ person, notice: `n-${person}`, ...taken }));
  const later = { ...taken, person: 'c-2', notice: 'again' };
  must(await tellPersons.run({ case: caseId, messages: [...messages, later] }, deps));
  must(await eraseSubject.run({ case: caseId, subject: 'c-1', reason: 'request 2026-117' }, deps));
  must(await sealTelling.run({ case: caseId }, deps));
}
