import { pick, type Random, randomBelow } from '../../core/random.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { shuffle } from './chance.ts';
import { type CustomerBase, popular } from './customer-base.ts';
import { companyFault } from './fault.ts';
import type { Knobs } from './knob.ts';
import { type Actor, isService, type Workforce } from './workforce.ts';

/** What one culprit takes on one day beyond honest work. */
export interface Taking {
  readonly actor: number;
  readonly customers: readonly number[];
}

export interface LeakPlan {
  /** Numbers of actors; empty: the list comes from outside only. */
  readonly culprits: readonly number[];
  /** Days of the log, half-open. */
  readonly fromDay: number;
  readonly toDay: number;
  readonly takings: ReadonlyMap<number, readonly Taking[]>;
}

interface Setting {
  readonly knobs: Knobs;
  readonly days: number;
  readonly base: CustomerBase;
  readonly workforce: Workforce;
  readonly calendar: Uint8Array;
}

const SLOW_DAYS = 21;
/** Where the window ends, as a share of the log: behind it people still move house, so that leaked values go stale. */
const WINDOW_END = 0.8;
/** Days worked before the window without which there is no past to compare with. */
const PAST_DAYS = 15;
/** Tracing brief, section 3.7: of a coalition, so many are in the first one's team. */
const SAME_TEAM = 0.7;
/** How often a set of culprits who worked together at the right time is looked for. */
const ATTEMPTS = 200;

/** Chooses culprits, window and haul. Fault: COMPANY_NO_CULPRIT. */
export function planLeak(setting: Setting, random: Random): Result<LeakPlan> {
  const { knobs } = setting;
  const wanted = knobs.culprit.length > 0 ? knobs.culprit.length : knobs.culprits;
  if (wanted === 0) return ok({ culprits: [], ...windowEnding(setting, endDay(setting)), takings: new Map() });
  const named = setting.workforce.actors.filter((actor) => knobs.culprit.includes(actor.id));
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const culprits = knobs.culprit.length > 0 ? named : chooseCulprits(setting, wanted, random);
    const window = culprits.length === wanted ? windowFor(setting, culprits, attempt) : null;
    if (window === null) continue;
    return ok({
      culprits: culprits.map((actor) => actor.number),
      ...window,
      takings: takings(setting, culprits, window, random),
    });
  }
  return err(
    companyFault(
      'COMPANY_NO_CULPRIT',
      `choosing ${wanted} culprits among ${setting.workforce.actors.length} actors: none fit the knobs team, seniority, culprit and pace, and worked ${PAST_DAYS} days before`,
      { wanted, actors: setting.workforce.actors.length },
    ),
  );
}

function chooseCulprits(setting: Setting, wanted: number, random: Random): readonly Actor[] {
  const { knobs, workforce } = setting;
  const left = workforce.actors.filter(
    (actor) =>
      !isService(actor) &&
      hasSeniority(actor, knobs.seniority) &&
      (knobs.team === undefined || workforce.teams[actor.team]?.id === knobs.team),
  );
  const chosen: Actor[] = [];
  while (chosen.length < wanted && left.length > 0) {
    const mates = left.filter((actor) => actor.team === chosen[0]?.team);
    const next = pick(random, mates.length > 0 && random() < SAME_TEAM ? mates : left);
    chosen.push(next);
    left.splice(left.indexOf(next), 1);
  }
  return chosen;
}

function hasSeniority(actor: Actor, seniority: Knobs['seniority']): boolean {
  switch (seniority) {
    case 'any':
      return true;
    case 'newcomer':
      return actor.fromDay > -365;
    case 'settled':
      return actor.fromDay <= -730;
    case 'leaver':
      return actor.toDay !== null;
  }
}

const endDay = ({ days }: Setting): number => Math.floor(days * WINDOW_END);

const windowEnding = ({ knobs }: Setting, toDay: number): { readonly fromDay: number; readonly toDay: number } => ({
  fromDay: Math.max(0, toDay - (knobs.pace === 'bulk' ? 1 : (knobs.windowDays ?? SLOW_DAYS))),
  toDay,
});

/** The window in which all of them could have done it, a little sooner with each attempt; null: there is none here. */
function windowFor(
  setting: Setting,
  culprits: readonly Actor[],
  attempt: number,
): { readonly fromDay: number; readonly toDay: number } | null {
  const last =
    setting.knobs.seniority === 'leaver'
      ? Math.min(...culprits.map((actor) => actor.toDay ?? setting.days))
      : endDay(setting);
  const window = windowEnding(setting, last - (attempt % 20));
  const fits = culprits.every(
    (actor) =>
      (actor.toDay === null || actor.toDay >= window.toDay) &&
      daysWorked(setting, actor, window.fromDay, window.toDay).length > 0 &&
      daysWorked(setting, actor, 0, window.fromDay).length >= PAST_DAYS,
  );
  return fits ? window : null;
}

function daysWorked({ calendar, days }: Setting, actor: Actor, from: number, to: number): readonly number[] {
  const worked: number[] = [];
  for (let day = from; day < to; day += 1) if (calendar[actor.number * days + day] === 1) worked.push(day);
  return worked;
}

/** The haul in equal parts over culprits and the days they work, each customer once. */
function takings(
  setting: Setting,
  culprits: readonly Actor[],
  window: { readonly fromDay: number; readonly toDay: number },
  random: Random,
): ReadonlyMap<number, readonly Taking[]> {
  const byDay = new Map<number, Taking[]>();
  const taken = new Set<number>();
  for (const [nth, actor] of culprits.entries()) {
    const worked = daysWorked(setting, actor, window.fromDay, window.toDay);
    const customers = haul(setting, actor, partOf(setting.knobs.records, nth, culprits.length), taken, random);
    for (const [i, day] of worked.entries()) {
      const from = Math.floor((customers.length * i) / worked.length);
      const to = Math.floor((customers.length * (i + 1)) / worked.length);
      if (to > from)
        byDay.set(day, [...(byDay.get(day) ?? []), { actor: actor.number, customers: customers.slice(from, to) }]);
    }
  }
  return byDay;
}

const partOf = (all: number, nth: number, parts: number): number =>
  Math.floor((all * (nth + 1)) / parts) - Math.floor((all * nth) / parts);

function haul(
  { knobs, base }: Setting,
  actor: Actor,
  wanted: number,
  taken: Set<number>,
  random: Random,
): readonly number[] {
  const territory = base.inSite[actor.site] ?? new Int32Array(0);
  const from = knobs.reach === 'own' ? territory.length : base.count;
  const customers: number[] = [];
  // Ten misses for one hit: where nearly everybody is taken, the haul is smaller rather than the search endless.
  for (let i = 0; customers.length < Math.min(wanted, from) && i < 10 * wanted; i += 1) {
    const customer =
      knobs.reach === 'own' ? popular(random, territory, knobs.popularity) : randomBelow(random, base.count);
    if (customer < 0 || taken.has(customer)) continue;
    taken.add(customer);
    customers.push(customer);
  }
  return shuffle(random, customers);
}
