import { pick, type Random } from '../../core/random.ts';
import { shuffle } from './chance.ts';
import { SHIFT_MINUTES, SITES } from './site.ts';
import { type Actor, isService, type Workforce } from './workforce.ts';

export const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const FREE_DAYS_A_YEAR = 25;
const SICK_SHARE = 0.02;
/** Days off in a week, by person: most have the weekend, some Sunday and Monday or Friday and Saturday. 0 is Sunday. */
const DAYS_OFF: readonly (readonly [number, number])[] = [
  [0, 6],
  [0, 6],
  [0, 6],
  [0, 1],
  [5, 6],
];

/** 1 where the actor works on that day of the log (index `actor.number * days + day`). Service accounts never rest. */
export function planCalendar(workforce: Workforce, from: number, days: number, random: Random): Uint8Array {
  const works = new Uint8Array(workforce.actors.length * days);
  const dates = Array.from({ length: days }, (_, day) => new Date(from + day * DAY_MS).toISOString().slice(5, 10));
  for (const actor of workforce.actors) {
    const row = works.subarray(actor.number * days, (actor.number + 1) * days);
    if (isService(actor)) {
      row.fill(1);
      continue;
    }
    const off = pick(random, DAYS_OFF);
    for (let day = 0; day < days; day += 1) {
      const weekday = new Date(from + day * DAY_MS).getUTCDay();
      const employed = day >= actor.fromDay && (actor.toDay === null || day < actor.toDay);
      const holiday = SITES[actor.site]?.holidays.includes(dates[day] ?? '') ?? false;
      const sick = random() < SICK_SHARE;
      if (employed && !holiday && !sick && weekday !== off[0] && weekday !== off[1]) row[day] = 1;
    }
    leave(row, random);
  }
  return works;
}

/** Leave in whole weeks, at chance times, in proportion to the log's length. */
function leave(row: Uint8Array, random: Random): void {
  const weeks = Math.round((FREE_DAYS_A_YEAR / 5) * (row.length / 365) + random() - 0.5);
  const starts = shuffle(
    random,
    Array.from({ length: Math.ceil(row.length / 7) }, (_, week) => week),
  );
  for (const week of starts.slice(0, weeks)) row.fill(0, week * 7, week * 7 + 7);
}

/** First and last millisecond of the actor's shift, within the UTC day; early and late change weekly. */
export function shiftOf(actor: Actor, day: number): readonly [number, number] {
  const shifts = SITES[actor.site]?.shifts ?? [480, 660];
  const start = ((actor.number + Math.floor(day / 7)) % 2 === 0 ? shifts[0] : shifts[1]) * MINUTE_MS;
  return [start, start + SHIFT_MINUTES * MINUTE_MS];
}
