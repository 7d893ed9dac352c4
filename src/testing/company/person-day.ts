import { type Random, randomBelow } from '../../core/random.ts';
import { EXPORT_SHAPE, SHAPE_WEIGHTS } from './access-shape.ts';
import { DAY_MS, shiftOf } from './calendar.ts';
import { logNormal, roundByChance, weightedIndex } from './chance.ts';
import { popular } from './customer-base.ts';
import type { DayLog } from './day-log.ts';
import { type CompanyPlan, works } from './plan.ts';
import type { TeamKind } from './site.ts';
import type { OpenTie, TieBook, TieKind } from './tie-book.ts';
import type { Actor, Team } from './workforce.ts';

/** Accesses a tie gives rise to, over its life and by whoever holds it. */
const ACCESSES_PER_TIE = 8;
/** Days a ticket or order stays open, each as likely. */
const LIFE_DAYS = 6;
/** Customers that an account manager looks after. */
const ACCOUNTS_EACH = 30;
/** Day of the week on which account managers export their list. */
const EXPORT_WEEKDAY = 1;
/** How often someone writes the ticket's number down with the access. */
const REASON_SHARE = 0.7;
const DAY_SIGMA = 0.2;
/** A pool that starts empty gets so many days' worth. */
const WARM_DAYS = 3;
/** Whom a new tie is about: the team's own regions, the site's territory, else anybody. */
const FOCUS_SHARE = 0.6;
const TERRITORY_SHARE = 0.96;
/** What honest unexplained accesses are: a colleague's case, one's own closed case, else a customer looked up. */
const COLLEAGUE_SHARE = 0.45;
const CLOSED_SHARE = 0.7;
/** Accesses in the fifth hour of a shift that move elsewhere: a meal. */
const MEAL_SHARE = 0.7;
const HOUR_MS = 3_600_000;

interface Today {
  readonly plan: CompanyPlan;
  readonly book: TieBook;
  readonly log: DayLog;
  readonly random: Random;
  /** Day of the log, from 0. */
  readonly day: number;
}

/** Opens and closes the team's shared ties for the day; comes before its members' day. */
export function teamMorning(today: Today, team: Team, number: number): void {
  const { plan, book, random, day } = today;
  const start = plan.from + day * DAY_MS;
  book.closeOfTeam(number, start);
  const present = team.members.flatMap((member) =>
    works(plan, member, day) ? (plan.workforce.actors[member] ?? []) : [],
  );
  const weight = present.reduce((sum, actor) => sum + actor.weight, 0);
  const fresh = (weight * plan.perPersonDay * teamShare(team.kind, plan.knobs.sharedQueue)) / ACCESSES_PER_TIE;
  const warm = book.ofTeam(number).length === 0 ? WARM_DAYS : 1;
  for (let left = roundByChance(random, fresh * warm); left > 0; left -= 1) {
    // In before the first shift, out after the last one, so that any member on any shift of those days may take it.
    const from = start - randomBelow(random, 8 * HOUR_MS);
    const to = start + (1 + randomBelow(random, LIFE_DAYS)) * DAY_MS - 1 - randomBelow(random, HOUR_MS / 2);
    book.openForTeam(number, {
      kind: team.kind === 'support' ? 'ticket' : 'order',
      customer: customerFor(today, team),
      from,
      to,
    });
  }
}

/** One person's honest work on a day. */
export function personDay(today: Today, actor: Actor, team: Team): void {
  const { plan, book, log, random, day } = today;
  const [shiftStart, shiftEnd] = shiftOf(actor, day);
  const midnight = plan.from + day * DAY_MS;
  book.closeOfActor(actor.number, midnight + shiftEnd);
  let left = roundByChance(random, plan.perPersonDay * actor.weight * logNormal(random, DAY_SIGMA));
  openOwn(today, actor, team, left);
  if (team.kind === 'accounts' && new Date(midnight).getUTCDay() === EXPORT_WEEKDAY)
    left -= exportAccounts(today, actor);
  const shared = teamShare(team.kind, plan.knobs.sharedQueue);
  for (; left > 0; left -= 1) {
    const shape = weightedIndex(SHAPE_WEIGHTS[team.kind], random());
    const tie = random() < actor.unexplained ? null : coveringTie(today, actor, shared);
    if (tie === null) {
      log.add(
        timeBetween(random, shiftStart, shiftEnd),
        actor.number,
        shape,
        strayCustomer(today, actor, team),
        0,
        null,
      );
      continue;
    }
    const at = timeBetween(random, Math.max(shiftStart, tie.from - midnight), shiftEnd);
    log.add(at, actor.number, shape, tie.customer, random() < REASON_SHARE ? tie.number : 0, tie.kind);
  }
}

const teamShare = (kind: TeamKind, sharedQueue: number): number =>
  kind === 'support' ? sharedQueue : kind === 'fulfilment' ? 0.9 : 0;

function openOwn(today: Today, actor: Actor, team: Team, accesses: number): void {
  const { plan, book, random, day } = today;
  const [shiftStart, shiftEnd] = shiftOf(actor, day);
  const midnight = plan.from + day * DAY_MS;
  const leaves = actor.toDay === null ? Infinity : plan.from + actor.toDay * DAY_MS;
  const open = (kind: TieKind, from: number, to: number): void => {
    book.openForActor(actor.number, { kind, customer: customerFor(today, team), from, to: Math.min(to, leaves) });
  };
  if (team.kind === 'accounts') {
    for (let have = book.ofActor(actor.number).length; have < ACCOUNTS_EACH; have += 1) {
      open('account', midnight - (day === 0 ? randomBelow(random, 300) * DAY_MS : 0), Infinity);
    }
    return;
  }
  const own = 1 - teamShare(team.kind, plan.knobs.sharedQueue);
  const warm = book.ofActor(actor.number).length === 0 ? WARM_DAYS : 1;
  for (let left = roundByChance(random, (accesses * own * warm) / ACCESSES_PER_TIE); left > 0; left -= 1) {
    // Overnight, or during the first half of the shift.
    const from = midnight + shiftStart + randomBelow(random, 8 * HOUR_MS) - 4 * HOUR_MS;
    const to = midnight + shiftEnd + randomBelow(random, LIFE_DAYS) * DAY_MS + 1 + randomBelow(random, HOUR_MS / 2);
    open(team.kind === 'support' ? 'ticket' : 'order', from, to);
  }
}

/** One event on all the manager's accounts; gives how many. */
function exportAccounts({ book, log, random, day }: Today, actor: Actor): number {
  const [shiftStart, shiftEnd] = shiftOf(actor, day);
  const customers = [...new Set(book.ofActor(actor.number).map((tie) => tie.customer))];
  if (customers.length > 0)
    log.addList(timeBetween(random, shiftStart, shiftEnd), actor.number, EXPORT_SHAPE, customers);
  return customers.length;
}

/** A tie that covers the actor now, newer ones sooner; null when there is none. */
function coveringTie({ book, random }: Today, actor: Actor, shared: number): OpenTie | null {
  const own = book.ofActor(actor.number);
  const team = book.ofTeam(actor.team);
  const pool = team.length > 0 && (own.length === 0 || random() < shared) ? team : own;
  return pool[Math.floor(pool.length * Math.sqrt(random()))] ?? null;
}

function strayCustomer(today: Today, actor: Actor, team: Team): number {
  const { book, random } = today;
  const kind = random();
  const mate = team.members[randomBelow(random, team.members.length)] ?? actor.number;
  const cases = kind < COLLEAGUE_SHARE ? book.ofActor(mate) : kind < CLOSED_SHARE ? book.closed(actor.number) : [];
  const tie = cases[randomBelow(random, cases.length)];
  return tie === undefined ? lookedUp(today, team.site) : tie.customer;
}

const lookedUp = ({ plan, random }: Today, site: number): number =>
  Math.max(0, popular(random, plan.base.inSite[site] ?? new Int32Array(0), plan.knobs.popularity));

function customerFor(today: Today, team: Team): number {
  const { plan, random } = today;
  const where = random();
  if (where >= TERRITORY_SHARE) return randomBelow(random, plan.base.count);
  if (where >= FOCUS_SHARE) return lookedUp(today, team.site);
  const region = plan.base.inPlace[team.focus[randomBelow(random, team.focus.length)] ?? 0] ?? new Int32Array(0);
  const customer = popular(random, region, plan.knobs.popularity);
  return customer < 0 ? lookedUp(today, team.site) : customer;
}

/** A millisecond of the day within [from, to), fewer of them in the fifth hour. */
export function timeBetween(random: Random, from: number, to: number): number {
  const at = from + random() * (to - from);
  const meal = to - 4 * HOUR_MS;
  const eating = at >= meal && at < meal + HOUR_MS;
  return eating && random() < MEAL_SHARE ? from + random() * (to - from) : at;
}
