/** A row of `sql/lake/scope-source-day.sql`. */
export type SourceDayRow = {
  readonly source: string;
  /** Days since 1970-01-01. */
  readonly day: number;
  /** The last access of that day. */
  readonly last_at: string;
};

/** A time in which a source that normally speaks is not heard, in milliseconds since 1970-01-01, half-open; `stops`: its log ends where it begins. */
export interface Silence {
  readonly source: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly stops: boolean;
}

// Four weeks either way: enough to see the habit of one weekday, near enough that the habit is still the same.
const HABIT_DAYS = 28;
const WEEK = 7;
const DAY_MS = 86_400_000;
// Fewer days alike are no habit of when a day ends.
const LEAST_ALIKE = 3;

/**
 * Silent times of each source in the window, none of them empty. A day without access counts when the source spoke on more than half of the
 * same weekdays around it, so that shops closed on Sundays are not reported; before the source's first day and after its
 * last there is no habit to compare with once it is four weeks away, and every day counts. The last day of a log counts from its last access on when
 * that is earlier than the last of each of the weekdays alike: then the log was cut off within the day.
 */
export function silences(
  days: readonly SourceDayRow[],
  window: { readonly fromMs: number; readonly toMs: number },
): readonly Silence[] {
  const spoken = Map.groupBy(days, (row) => row.source);
  return [...spoken].flatMap(([source, rows]) => {
    const ends = new Map(rows.map((row) => [row.day, timeOfDay(row)]));
    const last = Math.max(...ends.keys());
    const stop = cutOff(ends, last);
    const within = { from: Math.floor(window.fromMs / DAY_MS), to: Math.ceil(window.toMs / DAY_MS) };
    const silent = runs(new Set(ends.keys()), within).map(({ from, to }) => ({
      fromMs: from * DAY_MS,
      toMs: to * DAY_MS,
      stops: from > last,
    }));
    return joined(stop === null ? silent : [{ fromMs: stop, toMs: (last + 1) * DAY_MS, stops: true }, ...silent])
      .map((one) => ({ ...one, fromMs: Math.max(one.fromMs, window.fromMs), toMs: Math.min(one.toMs, window.toMs) }))
      .filter(({ fromMs, toMs }) => fromMs < toMs)
      .map((one) => ({ source, ...one }));
  });
}

const timeOfDay = ({ day, last_at }: SourceDayRow): number => Date.parse(last_at) - day * DAY_MS;

/** Where the log ends within its last day, in milliseconds; null when it speaks on it for as long as on the shortest of the days alike. */
function cutOff(ends: ReadonlyMap<number, number>, last: number): number | null {
  const alike: number[] = [];
  for (let day = last - WEEK; day >= last - HABIT_DAYS; day -= WEEK) {
    const end = ends.get(day);
    if (end !== undefined) alike.push(end);
  }
  const end = ends.get(last) ?? 0;
  return alike.length >= LEAST_ALIKE && end < Math.min(...alike) ? last * DAY_MS + end : null;
}

/** The rest of a cut-off day and the silence that follows it are one. */
function joined(list: readonly Omit<Silence, 'source'>[]): readonly Omit<Silence, 'source'>[] {
  const found: Omit<Silence, 'source'>[] = [];
  for (const one of [...list].sort((a, b) => a.fromMs - b.fromMs)) {
    const before = found.at(-1);
    if (before?.toMs === one.fromMs && before.stops) found[found.length - 1] = { ...before, toMs: one.toMs };
    else found.push(one);
  }
  return found;
}

/** Runs of days without access, cut to those that break a habit; days off inside a run do not split it. */
function runs(
  spoke: ReadonlySet<number>,
  window: { readonly from: number; readonly to: number },
): { from: number; to: number }[] {
  const [first, last] = [Math.min(...spoke), Math.max(...spoke)];
  const found: { from: number; to: number }[] = [];
  let open: { from: number; to: number } | null = null;
  for (let day = window.from; day < window.to; day += 1) {
    if (spoke.has(day)) {
      open = null;
    } else if (breaksHabit(spoke, day, first, last)) {
      if (open === null) {
        open = { from: day, to: day + 1 };
        found.push(open);
      } else {
        open.to = day + 1;
      }
    }
  }
  return found;
}

function breaksHabit(spoke: ReadonlySet<number>, day: number, first: number, last: number): boolean {
  let [alike, heard] = [0, 0];
  for (let other = day - HABIT_DAYS; other <= day + HABIT_DAYS; other += WEEK) {
    if (other === day || other < first || other > last) continue;
    alike += 1;
    if (spoke.has(other)) heard += 1;
  }
  return heard * 2 > alike || (alike === 0 && (day < first || day > last));
}
