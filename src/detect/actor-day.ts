export const DAY_MS = 86_400_000;

/** Days since 1970-01-01, half-open. */
export interface DayWindow {
  readonly from: number;
  readonly to: number;
}

/** A row of `sql/lake/detect-actor-days.sql`: what one actor opened on one UTC day. */
export type ActorDayRow = {
  readonly actor: string;
  /** Days since 1970-01-01. */
  readonly day: number;
  /** Distinct subjects opened. */
  readonly subjects: bigint;
  /** Distinct subjects with an access on that day that no tie explains. */
  readonly unexplained: bigint;
  /** Distinct subjects opened unexplained for the first time since the series begins. */
  readonly fresh: bigint;
  /** Rows returned by accesses that name no subject. */
  readonly unnamed_rows: bigint;
};

/** Actor-days in columns, so that millions of them fit (48 bytes each); ordered by actor, then day. */
export interface ActorDays {
  readonly size: number;
  readonly names: readonly string[];
  /** Actor `a` has the rows `[start[a], start[a + 1])`. */
  readonly start: Int32Array;
  readonly actor: Int32Array;
  readonly day: Int32Array;
  readonly subjects: Float64Array;
  readonly unexplained: Float64Array;
  readonly fresh: Float64Array;
  readonly unnamedRows: Float64Array;
}

interface Columns {
  readonly actor: Int32Array;
  readonly day: Int32Array;
  readonly subjects: Float64Array;
  readonly unexplained: Float64Array;
  readonly fresh: Float64Array;
  readonly unnamedRows: Float64Array;
}

const columnsOf = (size: number): Columns => ({
  actor: new Int32Array(size),
  day: new Int32Array(size),
  subjects: new Float64Array(size),
  unexplained: new Float64Array(size),
  fresh: new Float64Array(size),
  unnamedRows: new Float64Array(size),
});

/** Collects rows in any order, one per actor and day; `done` orders them in linear time. */
export function actorDayCollector(): { add(row: ActorDayRow): void; done(): ActorDays } {
  const names: string[] = [];
  const numbers = new Map<string, number>();
  let columns = columnsOf(1024);
  let size = 0;
  return {
    add(row) {
      if (size === columns.day.length) columns = grown(columns);
      let actor = numbers.get(row.actor);
      if (actor === undefined) {
        actor = names.push(row.actor) - 1;
        numbers.set(row.actor, actor);
      }
      columns.actor[size] = actor;
      columns.day[size] = row.day;
      columns.subjects[size] = Number(row.subjects);
      columns.unexplained[size] = Number(row.unexplained);
      columns.fresh[size] = Number(row.fresh);
      columns.unnamedRows[size] = Number(row.unnamed_rows);
      size += 1;
    },
    done() {
      const byDay = orderBy(columns.day.subarray(0, size), null);
      const order = orderBy(columns.actor.subarray(0, size), byDay);
      const sorted = columnsOf(size);
      for (const [at, row] of order.entries()) copyRow(columns, row, sorted, at);
      return { size, names, start: startsOf(sorted.actor, names.length), ...sorted };
    },
  };
}

function copyRow(from: Columns, row: number, to: Columns, at: number): void {
  to.actor[at] = from.actor[row] ?? 0;
  to.day[at] = from.day[row] ?? 0;
  to.subjects[at] = from.subjects[row] ?? 0;
  to.unexplained[at] = from.unexplained[row] ?? 0;
  to.fresh[at] = from.fresh[row] ?? 0;
  to.unnamedRows[at] = from.unnamedRows[row] ?? 0;
}

function grown(old: Columns): Columns {
  const bigger = columnsOf(old.day.length * 2);
  bigger.actor.set(old.actor);
  bigger.day.set(old.day);
  bigger.subjects.set(old.subjects);
  bigger.unexplained.set(old.unexplained);
  bigger.fresh.set(old.fresh);
  bigger.unnamedRows.set(old.unnamedRows);
  return bigger;
}

function startsOf(actor: Int32Array, actors: number): Int32Array {
  const start = new Int32Array(actors + 1);
  for (const a of actor) start[a + 1] = (start[a + 1] ?? 0) + 1;
  for (let a = 0; a < actors; a += 1) start[a + 1] = (start[a + 1] ?? 0) + (start[a] ?? 0);
  return start;
}

/** Positions of `keys` in ascending order of key, keeping `order` (default: as they stand) among equals: a counting sort. */
export function orderBy(keys: Int32Array, order: Uint32Array | null): Uint32Array {
  const sorted = new Uint32Array(keys.length);
  if (keys.length === 0) return sorted;
  let [low, high] = [keys[0] ?? 0, keys[0] ?? 0];
  for (const key of keys) {
    if (key < low) low = key;
    if (key > high) high = key;
  }
  const next = new Uint32Array(high - low + 2);
  for (const key of keys) next[key - low + 1] = (next[key - low + 1] ?? 0) + 1;
  for (let k = 1; k < next.length; k += 1) next[k] = (next[k] ?? 0) + (next[k - 1] ?? 0);
  for (let i = 0; i < keys.length; i += 1) {
    const row = order === null ? i : (order[i] ?? 0);
    const slot = (keys[row] ?? 0) - low;
    sorted[next[slot] ?? 0] = row;
    next[slot] = (next[slot] ?? 0) + 1;
  }
  return sorted;
}
