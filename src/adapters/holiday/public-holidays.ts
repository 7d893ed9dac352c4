import { createRequire } from 'node:module';
import type HolidayCalendar from 'date-holidays';
import type { Holidays } from '../../model/holidays.ts';

const require = createRequire(import.meta.url);

/**
 * Public holidays from the library date-holidays (its data is CC BY-SA 3.0, gathered from Wikipedia). Bank, school and optional days are
 * left out. The library's data takes about 0.2 s to load, so that it is opened by the first question.
 */
export function publicHolidays(): Holidays {
  let open: typeof HolidayCalendar | undefined;
  const known = new Map<string, ReadonlySet<string> | undefined>();
  const look: Holidays = (place, year) => {
    open ??= require('date-holidays') as typeof HolidayCalendar;
    const [country = '', ...parts] = place.split('-');
    const calendar = new open();
    const opened = calendar.init(country, ...(parts as [string?, string?])) as unknown;
    // A country that it does not know gives no rules; a part that it does not know gives those of the country.
    const found = opened === false ? [] : calendar.getHolidays(year);
    if (found.length === 0) return undefined;
    const timeZone = calendar.getTimezones()[0] ?? 'UTC';
    const local = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    const days = found.filter(({ type }) => type === 'public');
    return new Set(days.flatMap(({ start, end }) => daysBetween(start, end, local)));
  };
  return (place, year) => {
    const key = `${place} ${year}`;
    if (!known.has(key)) known.set(key, look(place, year));
    return known.get(key);
  };
}

/** The local days that begin in `[start, end)`. */
function daysBetween(start: Date, end: Date, local: Intl.DateTimeFormat): readonly string[] {
  const days: string[] = [];
  for (let time = start.getTime() + 12 * 3_600_000; time < end.getTime() + 12 * 3_600_000; time += 24 * 3_600_000) {
    days.push(local.format(new Date(time)));
  }
  return [...new Set(days)];
}
