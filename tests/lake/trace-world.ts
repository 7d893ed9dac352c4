import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, openApp } from '../../src/app.ts';
import { type Random, randomBelow, seededRandom } from '../../src/core/random.ts';
import type { Result } from '../../src/core/result.ts';
import { ingestLog } from '../../src/workflow/ingest-log.ts';
import { openCase } from '../../src/workflow/open-case.ts';
import { takePeople } from '../../src/workflow/take-people.ts';

export const DAY_MS = 86_400_000;
export const FIRST = Date.parse('2026-01-01T00:00:00Z');
export const DAYS = 80;
const ACTORS = 40;
const CUSTOMERS = 900;

/** Days of the taking, half-open. */
export const TAKEN = { from: 30, to: 40 } as const;
/** Moved on this day: lists copied before show the old address. */
export const MOVED_ON = 60;

export const actorId = (actor: number): string => `e-${String(actor).padStart(2, '0')}`;
export const customerId = (customer: number): string => `c-${String(customer).padStart(4, '0')}`;
export const emailOf = (customer: number): string => `person.${customer}@example.com`;
export const addressOf = (customer: number, moved: boolean): string => `${customer} ${moved ? 'New' : 'Old'} Road`;
export const moves = (customer: number): boolean => customer % 4 === 0;

export const THIEF = 3;
/** Works only under an account of his; his accesses are logged by e-mail address of the customers. */
export const DISGUISED = 5;

export interface TraceWorld {
  readonly app: App;
  readonly folder: string;
  /** Customers that the two took in the days of `TAKEN`, beside their honest work. */
  readonly taken: ReadonlyMap<number, readonly number[]>;
  /** Customers that nobody opened. */
  readonly unseen: readonly number[];
  case(): Promise<string>;
  /** Writes a leak file and gives its path. */
  leak(text: string): string;
}

export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.error.code}: ${result.error.message}`);
}

/** A small company's log and customers in a real data directory, through the real ingest and people imports. */
export async function traceWorld(folder: string): Promise<TraceWorld> {
  const random = seededRandom(1);
  const log: string[] = [];
  const seen = new Set<number>();
  const open = (actor: number, customer: number, day: number): void => {
    seen.add(customer);
    const disguised = actor === DISGUISED;
    log.push(
      JSON.stringify({
        time: new Date(FIRST + day * DAY_MS + 9 * 3_600_000 + log.length).toISOString(),
        event_id: `ev-${log.length}`,
        actor: disguised ? 'svc.disguised@example.com' : actorId(actor),
        action: 'read',
        subjects: [disguised ? emailOf(customer) : customerId(customer)],
        fields: ['name', 'email', 'postal-address'],
      }),
    );
  };
  const anyone = (): number => randomBelow(random, CUSTOMERS - 100);
  for (let actor = 0; actor < ACTORS; actor += 1)
    for (let i = 0; i < 120; i += 1) open(actor, anyone(), randomBelow(random, DAYS));
  const taken = new Map([THIEF, DISGUISED].map((actor) => [actor, takeSome(random, actor, anyone, open)] as const));

  mkdirSync(folder, { recursive: true });
  const path = (name: string): string => join(folder, name);
  writeFileSync(path('access.ndjson'), `${log.join('\n')}\n`);
  writeFileSync(path('customers.csv'), customersCsv());
  writeFileSync(path('workforce.csv'), workforceCsv());
  const data = path('data');
  const app = openApp(data, { progress: { step: () => ({ at: () => {}, end: () => {} }) } });
  unwrap(await ingestLog({ source: 'candour', paths: [path('access.ndjson')] }, app.ingest));
  unwrap(await takePeople({ kind: 'customers', paths: [path('customers.csv')] }, app.people));
  unwrap(await takePeople({ kind: 'workforce', paths: [path('workforce.csv')] }, app.people));
  let leaks = 0;
  return {
    app,
    folder: data,
    taken,
    unseen: Array.from({ length: CUSTOMERS }, (_, customer) => customer).filter((customer) => !seen.has(customer)),
    case: async () => unwrap(await openCase.run({ title: 'A leak', finding: null }, await app.deps())).case,
    leak(text) {
      leaks += 1;
      writeFileSync(path(`leak-${leaks}`), text);
      return path(`leak-${leaks}`);
    },
  };
}

function takeSome(
  random: Random,
  actor: number,
  anyone: () => number,
  open: (actor: number, customer: number, day: number) => void,
): readonly number[] {
  const customers = [...new Set(Array.from({ length: 90 }, anyone))];
  for (const customer of customers) open(actor, customer, TAKEN.from + randomBelow(random, TAKEN.to - TAKEN.from));
  return customers;
}

/** One row per version; a quarter of the customers moves house. */
function customersCsv(): string {
  const moved = new Date(FIRST + MOVED_ON * DAY_MS).toISOString();
  const rows = ['id,email,name,address,postcode,country,region,valid_from,valid_to'];
  for (let customer = 0; customer < CUSTOMERS; customer += 1) {
    const row = (address: string, from: string, to: string): string =>
      `${customerId(customer)},${emailOf(customer)},Person ${customer},${address},,GB,GB-${customer % 2},${from},${to}`;
    if (moves(customer))
      rows.push(row(addressOf(customer, false), '', moved), row(addressOf(customer, true), moved, ''));
    else rows.push(row(addressOf(customer, false), '', ''));
  }
  return `${rows.join('\n')}\n`;
}

function workforceCsv(): string {
  const rows = Array.from({ length: ACTORS }, (_, actor) =>
    [actorId(actor), `Clerk ${actor}`, 'support', actor === DISGUISED ? 'svc.disguised@example.com' : ''].join(','),
  );
  return `actor,name,team,accounts\n${rows.join('\n')}\n`;
}
