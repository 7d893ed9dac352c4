import { Buffer } from 'node:buffer';
import { instantFromMs } from '../../core/instant.ts';
import { CUSTOMER_COLUMNS } from '../../model/customer-column.ts';
import { DAY_MS } from './calendar.ts';
import { type CustomerRecord, naturalChange, type RecordChange, versionsOf } from './customer-record.ts';
import type { LeakSample } from './leak-sample.ts';
import { type CompanyPlan, peopleOf } from './plan.ts';
import { SITES } from './site.ts';
import { isService } from './workforce.ts';

const COLUMNS = [...CUSTOMER_COLUMNS, 'controller'] as const satisfies readonly (keyof CustomerRecord)[];
const CHUNK_ROWS = 4_096;

/** RFC 4180: quoted where a comma, quote or line break demands it. */
const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const row = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\n`;

/** The customers file, one row per version of a record, customer by customer. `changes` go before chance's. */
export function* customersCsv(
  plan: CompanyPlan,
  changes: ReadonlyMap<number, RecordChange | null>,
): Generator<Buffer, void> {
  const people = peopleOf(plan);
  let rows = [row([...COLUMNS, 'tenant', 'valid_from', 'valid_to'])];
  for (let customer = 0; customer < plan.base.count; customer += 1) {
    const decided = changes.get(customer);
    const change = decided === undefined ? naturalChange(people, customer) : decided;
    for (const { record, validFrom, validTo } of versionsOf(people, customer, change)) {
      rows.push(row([...COLUMNS.map((column) => record[column]), '', validFrom, validTo ?? '']));
    }
    if (rows.length >= CHUNK_ROWS) {
      yield Buffer.from(rows.join(''));
      rows = [];
    }
  }
  yield Buffer.from(rows.join(''));
}

/** The workforce file; `accounts` are separated by a semicolon. */
export function workforceCsv(plan: CompanyPlan): Buffer {
  const { actors, teams } = plan.workforce;
  const rows = actors.map((actor) => {
    const team = teams[actor.team];
    const lead = actors[team?.members[0] ?? -1];
    return row([
      actor.id,
      actor.name,
      isService(actor) ? 'systems' : (team?.id ?? ''),
      lead === undefined || lead === actor ? '' : lead.id,
      actor.role,
      SITES[actor.site]?.id ?? '',
      `${actor.id};${actor.account}`,
      instantFromMs(plan.from + actor.fromDay * DAY_MS),
      actor.toDay === null ? '' : instantFromMs(plan.from + actor.toDay * DAY_MS),
    ]);
  });
  return Buffer.from(['actor,name,team,manager,role,region,accounts,employed_from,employed_to\n', ...rows].join(''));
}

/** The list found outside: columns as a buyer's list has them, no header but these. */
export const leakCsv = (sample: LeakSample): Buffer =>
  Buffer.from([row(sample.columns), ...sample.rows.map(({ cells }) => row(cells))].join(''));
