import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from '../../src/app.ts';
import { ingestLog } from '../../src/workflow/ingest-log.ts';
import { openCase } from '../../src/workflow/open-case.ts';
import { scopeCase, scopeInput } from '../../src/workflow/scope-case.ts';
import { takePeople } from '../../src/workflow/take-people.ts';
import { mustBe } from './invented-bag.ts';

export const record = (n: number, actor: string, day: string): string =>
  `{"time":"${day}T09:0${n}:00.000Z","event_id":"ev-${n}","actor":"${actor}","action":"read","subjects":["c-${n}"],"fields":["email"],"ip":"192.0.2.7"}`;

/** Two batches; of eight records four are by the actor in the window. */
export const LOGS = [
  [
    record(1, 'e-1', '2026-03-02'),
    record(2, 'e-2', '2026-03-02'),
    record(3, 'e-1', '2026-03-03'),
    record(4, 'e-1', '2026-04-01'),
  ],
  [
    record(5, 'e-1', '2026-03-04'),
    record(6, 'e-1', '2026-03-04'),
    record(7, 'e-2', '2026-03-04'),
    record(8, 'e-1', '2026-02-01'),
  ],
];
export const WANTED = [
  [1, 3],
  [5, 6],
];
const CUSTOMERS = `id,name,email,phone,country\n${[1, 2, 3, 4, 5, 6, 7, 8].map((n) => `c-${n},Name ${n},c${n}@example.com,+44 20 7946 000${n},GB`).join('\n')}\n`;

/** Fills a data directory, and opens a case with a scope in it; files to read are written to `folder`. Gives the case's id. */
export async function referralCase(app: App, folder: string): Promise<string> {
  for (const [n, lines] of LOGS.entries()) {
    writeFileSync(join(folder, `log-${n}.ndjson`), `${lines.join('\n')}\n`);
    mustBe(await ingestLog({ source: 'candour', paths: [join(folder, `log-${n}.ndjson`)] }, app.ingest));
  }
  writeFileSync(join(folder, 'customers.csv'), CUSTOMERS);
  mustBe(await takePeople({ kind: 'customers', paths: [join(folder, 'customers.csv')] }, app.people));
  const caseId = mustBe(await openCase.run({ title: 'Addresses seen for sale', finding: null }, await app.deps())).case;
  const scope = { case: caseId, actors: ['e-1'], from: '2026-03-01', to: '2026-03-31' };
  mustBe(await scopeCase.run(scopeInput.parse(scope), await app.deps()));
  return caseId;
}
