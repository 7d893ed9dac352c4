import { Buffer } from 'node:buffer';
import type { Field } from '../../model/field.ts';
import { accessLines, shapesOf } from './access-line.ts';
import { DAY_MS } from './calendar.ts';
import { STREAM, streamOf } from './chance.ts';
import { type DayEvent, dayLog } from './day-log.ts';
import { lineBuffer } from './line-buffer.ts';
import { leakDay, serviceNights } from './other-day.ts';
import { personDay, teamMorning } from './person-day.ts';
import { type CompanyPlan, works } from './plan.ts';
import { tieBook } from './tie-book.ts';

/** What the culprits opened in the window, with honest work of those days: what a thief who copies his screen has. */
export interface Haul {
  /** By customer: when first opened, milliseconds. */
  readonly openedAt: ReadonlyMap<number, number>;
  /** Every field the log shows for those openings, the leak's own and honest work's. */
  readonly fields: readonly Field[];
}

/** Books of what the log holds. */
export interface LogBooks {
  readonly lines: number;
  /** One per event and subject. */
  readonly accesses: number;
  readonly ties: number;
}

/** The log as it is being written; books and haul are complete once the lines have been drawn to their end. */
export interface Simulation {
  /** Native lines in order of time, about a megabyte at a time, that the caller may keep. To be drawn once. */
  lines(): Generator<Buffer, void>;
  /** Days of the log done, of `plan.scale.days`. */
  done(): number;
  books(): LogBooks;
  haul(): Haul;
}

export const TIES_HEADER = 'kind,id,actor,team,subject,from,to\n';
const TIES_CHUNK = 1 << 20;

/**
 * Runs the plan day by day: memory is the busiest day's events and the open ties, whatever the length.
 * `ties` takes the ties file from its header on, piece by piece, while the lines are drawn.
 */
export function simulate(plan: CompanyPlan, ties: (csv: Buffer) => void): Simulation {
  let rows: string[] = [TIES_HEADER];
  let rowBytes = 0;
  const flush = (): void => {
    ties(Buffer.from(rows.join(''), 'latin1'));
    rows = [];
    rowBytes = 0;
  };
  const book = tieBook(
    { actors: plan.workforce.actors.map(({ id }) => id), teams: plan.workforce.teams.map(({ id }) => id) },
    plan.base.count,
    (row) => {
      rows.push(`${row}\n`);
      rowBytes += row.length;
      if (rowBytes > TIES_CHUNK) flush();
    },
  );
  const log = dayLog();
  const out = lineBuffer();
  const lineOf = accessLines(plan, out);
  const nightly = serviceNights(plan);
  const witness = haulWitness(plan);
  let lines = 0;
  let accesses = 0;
  let done = 0;

  const fill = (day: number): void => {
    const random = streamOf(plan.knobs.seed, STREAM.day, day);
    const today = { plan, book, log, random, day };
    log.clear();
    for (const [number, team] of plan.workforce.teams.entries()) teamMorning(today, team, number);
    for (const actor of plan.workforce.actors) {
      const team = plan.workforce.teams[actor.team];
      if (team !== undefined && works(plan, actor.number, day)) personDay(today, actor, team);
    }
    nightly(log, random);
    leakDay(plan, log, streamOf(plan.knobs.seed, STREAM.leak, day), day);
  };

  return {
    *lines() {
      for (let day = 0; day < plan.scale.days; day += 1) {
        fill(day);
        const write = lineOf(day);
        const events = log.sort();
        for (let nth = 0; nth < events; nth += 1) {
          const event = log.event(nth);
          if (witness.see(event, day) && plan.knobs.ghost) continue;
          lines += 1;
          accesses += event.customer >= 0 ? 1 : event.customers.length;
          write(event);
          const chunk = out.take(false);
          if (chunk !== null) yield chunk;
        }
        done = day + 1;
      }
      const rest = out.take(true);
      if (rest !== null) yield rest;
      flush();
    },
    done: () => done,
    books: () => ({ lines, accesses, ties: book.count() }),
    haul: () => witness.haul(),
  };
}

/** Watches the culprits over the window; `see` says whether the event is a culprit's. */
function haulWitness(plan: CompanyPlan): { see(event: DayEvent, day: number): boolean; haul(): Haul } {
  const watched = new Uint8Array(plan.workforce.actors.length);
  for (const culprit of plan.leak.culprits) watched[culprit] = 1;
  const shapes = shapesOf(plan);
  const openedAt = new Map<number, number>();
  const fields = new Set<Field>();
  return {
    see(event, day) {
      if (watched[event.actor] !== 1) return false;
      if (day < plan.leak.fromDay || day >= plan.leak.toDay) return true;
      const at = plan.from + day * DAY_MS + event.at;
      for (const customer of event.customer >= 0 ? [event.customer] : event.customers) {
        if (!openedAt.has(customer)) openedAt.set(customer, at);
      }
      for (const field of shapes[event.shape]?.fields ?? []) fields.add(field);
      return true;
    },
    haul: () => ({ openedAt, fields: [...fields].sort() }),
  };
}
