import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { type App, openApp } from '../../src/app.ts';
import { type Instant, parseInstant } from '../../src/core/instant.ts';
import type { Result } from '../../src/core/result.ts';
import { closeCase } from '../../src/workflow/close-case.ts';
import { dutyCalendar } from '../../src/workflow/duty-calendar.ts';
import { openCase } from '../../src/workflow/open-case.ts';
import { setFact } from '../../src/workflow/set-fact.ts';

const data = mkdtempSync(join(tmpdir(), 'candour-calendar-'));
let app: App;
let port = 0;
let close = async (): Promise<void> => {};
const cases: string[] = [];

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

/** One answer over a socket, under the name that a client gives. */
const ask = (path: string, host = `localhost:${port}`) =>
  new Promise<{ status: number; type: string; text: string }>((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, headers: { host } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => {
        text += part;
      });
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, type: answer.headers['content-type'] ?? '', text }),
      );
    }).on('error', reject);
  });

beforeAll(async () => {
  app = openApp(data, {
    clock: { now: () => parseInstant('2026-03-05T00:00:00Z') as Instant },
    progress: { step: () => ({ at: () => {}, end: () => {} }) },
  });
  const deps = await app.deps();
  writeFileSync(
    join(data, 'company.yml'),
    stringify({
      name: 'Example',
      controllers: [
        {
          id: 'shop',
          name: 'Example SAS',
          country: 'FR',
          address: '1 rue Exemple, Paris',
          email: 'privacy@example.com',
          privacyContact: 'privacy@example.com',
          website: 'https://www.example.com',
        },
      ],
    }),
  );
  for (const [title, awareAt] of [
    ['A list of Zed Example for sale', '2026-03-04T09:20:00Z'],
    ['Another', '2026-03-04T11:20:00Z'],
  ] as const) {
    const opened = value(await openCase.run({ title, finding: null }, deps));
    const set = { case: opened.case, key: 'awareAt', value: awareAt, status: 'confirmed', evidence: 'a mail' } as const;
    value(await setFact.run(set, deps));
    cases.push(opened.case);
  }
  const server = await app.serve(0);
  ({ port, close } = server);
});

afterAll(async () => {
  await close();
  await app.close();
  rmSync(data, { recursive: true });
});

test('a calendar program gets the clocks of all open cases over HTTP, with alarms that grow louder', async () => {
  const { status, type, text } = await ask('/calendar.ics');
  expect([status, type]).toEqual([200, 'text/calendar; charset=utf-8']);
  expect(text).toMatch(/^BEGIN:VCALENDAR\r\n/);
  // 72 hours from each awareness, read strictly.
  expect(text).toContain('DTSTART:20260307T092000Z\r\n');
  expect(text).toContain('DTSTART:20260307T112000Z\r\n');
  const triggers = [...text.matchAll(/TRIGGER:(\S+)/g)].map(([, trigger]) => trigger);
  expect(triggers.slice(0, 4)).toEqual(['-PT168H', '-PT72H', '-PT24H', '-PT6H']);
});

test('one case has a calendar of its own, and a case that is not there has none', async () => {
  const { text } = await ask(`/case/${cases[0]}/calendar.ics`);
  expect(text).toContain('DTSTART:20260307T092000Z\r\n');
  expect(text).not.toContain('DTSTART:20260307T112000Z\r\n');
  expect((await ask('/case/case-none/calendar.ics')).status).toBe(404);
});

test('nothing of a person or of the case’s title is in it', async () => {
  expect((await ask('/calendar.ics')).text).not.toMatch(/Zed|for sale|privacy@|a mail/);
});

test('under the name of another site it is not answered', async () => {
  const { status, text } = await ask('/calendar.ics', 'calendar.example.com');
  expect([status, text.includes('VCALENDAR')]).toEqual([421, false]);
});

test('a closed case has no clock any more', async () => {
  value(await closeCase.run({ case: cases[1] ?? '', reason: 'settled' }, await app.deps()));
  expect((await ask('/calendar.ics')).text).not.toContain('DTSTART:20260307T112000Z\r\n');
});

test('the events of a case are read once for its calendar', async () => {
  const deps = await app.deps();
  const read: string[] = [];
  const counted = {
    ...deps,
    cases: {
      ...deps.cases,
      events(caseId: string) {
        read.push(caseId);
        return deps.cases.events(caseId);
      },
    },
  };
  const [first = ''] = cases;
  value(await dutyCalendar.run({ case: first }, counted));
  expect(read).toEqual([first]);
});
