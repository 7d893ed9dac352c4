import { pick, type Random, randomBelow } from '../../core/random.ts';
import { logNormal } from './chance.ts';
import { PLACES } from './country.ts';
import { personName } from './person-name.ts';
import { KIND_SHARE, SITES, TEAM_KINDS, TEAM_SIZE, type TeamKind } from './site.ts';

export interface Team {
  readonly id: string;
  readonly kind: TeamKind;
  /** Number into SITES. */
  readonly site: number;
  /** Numbers into PLACES: the regions that most of its customers live in. */
  readonly focus: readonly number[];
  /** Numbers of actors. */
  readonly members: readonly number[];
}

/** Someone (or something) that reads records. */
export interface Actor {
  readonly number: number;
  /** `e-0412`, `svc-mailer`. */
  readonly id: string;
  /** The second principal, under which exports are logged. */
  readonly account: string;
  readonly name: string;
  readonly role: 'agent' | 'senior agent' | 'lead' | 'service-account';
  /** Number into the plan's teams; -1 for service accounts. */
  readonly team: number;
  readonly site: number;
  readonly ip: string;
  /** Days from the log's first day on which the employment begins (negative: before) and ends; null: goes on. */
  readonly fromDay: number;
  readonly toDay: number | null;
  /** How much more or less than others this person opens. */
  readonly weight: number;
  /** Share of this person's accesses that no tie of theirs covers. */
  readonly unexplained: number;
}

export interface Workforce {
  readonly actors: readonly Actor[];
  readonly teams: readonly Team[];
}

const SERVICES = ['mailer', 'billing', 'search-index', 'warehouse', 'backup', 'analytics'] as const;
/** σ of the log of views per person (tracing brief, section 3.7: log-normal). */
const WEIGHT_SIGMA = 0.35;
const UNEXPLAINED_SIGMA = 0.4;
/** Of the people: who leaves and who joins within the log. */
const LEAVER_SHARE = 0.08;
const JOINER_SHARE = 0.06;

/** Teams of at most TEAM_SIZE at each site, service accounts a tenth (3 to 24), people numbered from 1. */
export function planWorkforce(actors: number, days: number, unexplained: number, random: Random): Workforce {
  const serviceCount = Math.min(24, Math.max(3, Math.round(actors / 10)));
  const people: Actor[] = [];
  const teams: Team[] = [];
  const places = teamPlaces(actors - serviceCount);
  for (const { site, kind, no, size } of places) {
    const members: number[] = [];
    for (let i = 0; i < size; i += 1) {
      members.push(people.length);
      people.push(person(people.length, teams.length, site, i, days, unexplained, random));
    }
    teams.push({ id: teamId(site, kind, no, places), kind, site, focus: focusOf(site, no), members });
  }
  for (let i = 0; i < serviceCount; i += 1) people.push(serviceAccount(people.length, i));
  return { actors: people, teams };
}

interface TeamPlace {
  readonly site: number;
  readonly kind: TeamKind;
  readonly no: number;
  readonly size: number;
}

function teamPlaces(people: number): readonly TeamPlace[] {
  const places: TeamPlace[] = [];
  const slots = SITES.flatMap((site, at) =>
    TEAM_KINDS.map((kind) => ({ site: at, kind, share: site.share * KIND_SHARE[kind] })),
  );
  let before = 0;
  let share = 0;
  for (const slot of slots) {
    share += slot.share;
    const after = Math.round(people * share);
    const count = Math.ceil((after - before) / TEAM_SIZE);
    for (let no = 0; no < count; no += 1) {
      const size = Math.floor(((after - before) * (no + 1)) / count) - Math.floor(((after - before) * no) / count);
      places.push({ site: slot.site, kind: slot.kind, no, size });
    }
    before = after;
  }
  return places;
}

function teamId(site: number, kind: TeamKind, no: number, all: readonly TeamPlace[]): string {
  const alone = all.filter((place) => place.site === site && place.kind === kind).length === 1;
  return `${kind}-${SITES[site]?.short ?? ''}${alone ? '' : `-${no + 1}`}`;
}

/** Two of the site's regions, going round. */
function focusOf(site: number, no: number): readonly number[] {
  const own = PLACES.flatMap((place, at) => (place.country.controller === SITES[site]?.controller ? [at] : []));
  return [own[(2 * no) % own.length] ?? 0, own[(2 * no + 1) % own.length] ?? 0];
}

function person(
  number: number,
  team: number,
  site: number,
  rank: number,
  days: number,
  unexplained: number,
  random: Random,
): Actor {
  const here = SITES[site];
  const name = personName(here?.language ?? 'en', number, 77);
  const id = `e-${String(number + 1).padStart(4, '0')}`;
  const fate = random();
  // Leads neither leave nor join within the log: somebody has to be a manager all the while.
  const leaves = rank > 0 && fate < LEAVER_SHARE;
  const joins = rank > 0 && !leaves && fate < LEAVER_SHARE + JOINER_SHARE;
  const served = 60 + randomBelow(random, 2_400);
  const late = 0.5 + 0.45 * random();
  return {
    number,
    id,
    account: `${name.local}.${number + 1}@staff.example.com`,
    name: name.full,
    role: rank === 0 ? 'lead' : pick(random, ['agent', 'agent', 'senior agent']),
    team,
    site,
    ip: `${here?.network ?? '192.0.2.'}${10 + (number % 240)}`,
    fromDay: joins ? Math.floor(days * late * 0.6) : -served,
    toDay: leaves ? Math.floor(days * late) : null,
    weight: logNormal(random, WEIGHT_SIGMA),
    unexplained: Math.min(0.5, 2.4 * unexplained, unexplained * logNormal(random, UNEXPLAINED_SIGMA)),
  };
}

function serviceAccount(number: number, index: number): Actor {
  const kind = SERVICES[index % SERVICES.length] ?? 'mailer';
  const id = `svc-${kind}${index < SERVICES.length ? '' : `-${Math.floor(index / SERVICES.length) + 1}`}`;
  return {
    number,
    id,
    account: `${id}@systems.example.com`,
    name: `Batch ${kind}`,
    role: 'service-account',
    team: -1,
    site: index % SITES.length,
    ip: `192.0.2.${1 + (index % 9)}`,
    fromDay: -1_000,
    toDay: null,
    weight: 1,
    unexplained: 1,
  };
}

export const isService = (actor: Actor): boolean => actor.role === 'service-account';
