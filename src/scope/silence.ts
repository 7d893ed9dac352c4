/** A row of `sql/lake/scope-source-day.sql`. */
export type SourceDayRow = {
  readonly source: string;
  /** Days since 1970-01-01. */
  readonly day: number;
};

/** Days since 1970-01-01, half-open, on which a source that normally speaks is not heard. */
export interface Silence {
  readonly source: string;
  readonly from: number;
  readonly to: number;
}

// Four weeks either way: enough to see the habit of one weekday, near enough that the habit is still the same.
const HABIT_DAYS = 28;
const WEEK = 7;

/**
 * Silent days of each source in the window. A day without access counts when the source spoke on more than half of the
 * same weekdays around it, so that shops closed on Sundays are not reported; before the source's first day and after its
 * last there is no habit to compare with once it is four weeks away, and every day counts.
 */
export function silences(
  days: readonly SourceDayRow[],
  window: { readonly from: number; readonly to: number },
): readonly Silence[] {
  const spoken = Map.groupBy(days, (row) => row.source);
  return [...spoken].flatMap(([source, rows]) => {
    const spoke = new Set(rows.map((row) => row.day));
    return runs(spoke, window).map((run) => ({ source, ...run }));
  });
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
