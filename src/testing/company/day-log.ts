import type { TieKind } from './tie-book.ts';

/** Room for a day's place in the sort key: time × 2^24 + place stays under 2^53, for 16 million events a day. */
const PLACES = 2 ** 24;

/** The events of one UTC day in columns, reused from day to day so that memory stays with the busiest one. */
export interface DayLog {
  clear(): void;
  /** `at`: milliseconds of the day. `reason`: number of the tie that the log names, 0 for none. */
  add(at: number, actor: number, shape: number, customer: number, reason: number, kind: TieKind | null): void;
  /** One event on several customers. */
  addList(at: number, actor: number, shape: number, customers: readonly number[]): void;
  /** Sorts by time, events of one millisecond in the order they were added; gives their number. */
  sort(): number;
  /** The nth event after `sort`: always the same object, filled anew. */
  event(nth: number): DayEvent;
}

/** One event of the day. */
export interface DayEvent {
  at: number;
  actor: number;
  shape: number;
  /** -1: see `customers`. */
  customer: number;
  customers: readonly number[];
  reason: number;
  /** Number into TIE_KINDS. */
  kind: number;
}

const KIND_NO: Readonly<Record<TieKind, number>> = { ticket: 0, order: 1, account: 2 };
const NONE: readonly number[] = [];

export function dayLog(): DayLog {
  let room = 1 << 14;
  let n = 0;
  let keys = new Float64Array(room);
  let actors = new Uint16Array(room);
  let shapes = new Uint8Array(room);
  let customers = new Int32Array(room);
  let reasons = new Uint32Array(room);
  let kinds = new Uint8Array(room);
  const lists: (readonly number[])[] = [];
  const grow = (): void => {
    room *= 2;
    keys = wider(keys, new Float64Array(room));
    actors = wider(actors, new Uint16Array(room));
    shapes = wider(shapes, new Uint8Array(room));
    customers = wider(customers, new Int32Array(room));
    reasons = wider(reasons, new Uint32Array(room));
    kinds = wider(kinds, new Uint8Array(room));
  };
  const add = (at: number, actor: number, shape: number, customer: number, reason: number, kind: number): void => {
    if (n === room) grow();
    keys[n] = Math.floor(at) * PLACES + n;
    actors[n] = actor;
    shapes[n] = shape;
    customers[n] = customer;
    reasons[n] = reason;
    kinds[n] = kind;
    n += 1;
  };
  const event: DayEvent = { at: 0, actor: 0, shape: 0, customer: 0, customers: NONE, reason: 0, kind: 0 };
  return {
    clear() {
      n = 0;
      lists.length = 0;
    },
    add: (at, actor, shape, customer, reason, kind) =>
      add(at, actor, shape, customer, reason, kind === null ? 0 : KIND_NO[kind]),
    addList(at, actor, shape, some) {
      lists.push(some);
      add(at, actor, shape, -lists.length, 0, 0);
    },
    sort() {
      keys.subarray(0, n).sort();
      return n;
    },
    event(nth) {
      const key = keys[nth] ?? 0;
      const at = Math.floor(key / PLACES);
      const place = key - at * PLACES;
      const customer = customers[place] ?? 0;
      event.at = at;
      event.actor = actors[place] ?? 0;
      event.shape = shapes[place] ?? 0;
      event.customer = customer < 0 ? -1 : customer;
      event.customers = customer < 0 ? (lists[-customer - 1] ?? NONE) : NONE;
      event.reason = reasons[place] ?? 0;
      event.kind = kinds[place] ?? 0;
      return event;
    },
  };
}

function wider<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}
