import type { Instant } from '../core/instant.ts';
import type { Facts } from '../model/facts.ts';
import type { LawPack } from '../packs/law-pack.ts';
import { wrongPlaces } from './wrong-place.ts';

/** Where facts contradict themselves, or name an authority that no law has. */
export interface WrongFact {
  readonly path: readonly (string | number)[];
  /** Facts that it is about: a case states them one by one. */
  readonly keys: readonly (keyof Facts)[];
  readonly message: string;
}

/** Every such problem of facts that a person stated. `now`: used when the facts do not say `asOf`. Without packs no authority is known, and none is refused. */
export function wrongFacts(facts: Facts, packs: readonly LawPack[], now: Instant): readonly WrongFact[] {
  return [...contradictions(facts, now), ...unknownAuthorities(facts, packs), ...wrongPlaces(facts, packs, now)];
}

function contradictions(facts: Facts, now: Instant): readonly WrongFact[] {
  const { awareAt, occurredFrom, occurredTo, asOf, disclosedOutside } = facts;
  const wrong: WrongFact[] = [];
  for (const key of ['sold', 'misused'] as const) {
    if (facts[key] === true && disclosedOutside === false)
      wrong.push(pair(key, 'disclosedOutside', `${key} is true and disclosedOutside is false: both cannot be`));
  }
  if (isBefore(occurredTo, occurredFrom))
    wrong.push(pair('occurredTo', 'occurredFrom', 'expected a time not before occurredFrom'));
  const until = asOf === undefined ? 'now' : 'asOf';
  if (isBefore(asOf ?? now, awareAt)) wrong.push(pair('awareAt', 'asOf', `expected a time not after ${until}`));
  facts.controllers.forEach((controller, index) => {
    if (!isBefore(asOf ?? now, controller.awareAt)) return;
    wrong.push({
      path: ['controllers', index, 'awareAt'],
      keys: ['controllers'],
      message: `expected a time not after ${until}`,
    });
  });
  return wrong;
}

const pair = (key: keyof Facts, other: keyof Facts, message: string): WrongFact => ({
  path: [key],
  keys: [key, other],
  message,
});

const isBefore = (a: string | null, b: string | null): boolean =>
  a !== null && b !== null && Date.parse(a) < Date.parse(b);

/** Ids of authorities that no pack has: they would route a duty to nobody, or count for nothing. */
function unknownAuthorities(facts: Facts, packs: readonly LawPack[]): readonly WrongFact[] {
  const known = new Set(packs.flatMap(({ authorities }) => authorities.map(({ id }) => id)));
  if (known.size === 0) return [];
  const wrong: WrongFact[] = [];
  facts.controllers.forEach(({ leadAuthority, country }, index) => {
    if (leadAuthority === null || known.has(leadAuthority)) return;
    const there = packs.filter(({ authorities }) => authorities.some((each) => each.country === country));
    const ids = [...new Set(there.flatMap(({ authorities }) => authorities.map(({ id }) => id)))];
    wrong.push({
      path: ['controllers', index, 'leadAuthority'],
      keys: ['controllers'],
      message: `expected ${nearest(leadAuthority, known)}the id of an authority: ${(ids.length === 0 ? [...known] : ids).join(', ')}`,
    });
  });
  facts.authorityInformed.forEach(({ authority }, index) => {
    if (known.has(authority)) return;
    const meant = nearest(authority, known);
    const all = meant === '' ? `: ${[...known].join(', ')}` : ' of a law pack';
    wrong.push({
      path: ['authorityInformed', index, 'authority'],
      keys: ['authorityInformed'],
      message: `expected ${meant}the id of an authority${all}`,
    });
  });
  return wrong;
}

/** The id that begins with it, else the one with fewest letters to change, three at most; empty when there is none. */
function nearest(given: string, known: ReadonlySet<string>): string {
  const id = given.toLowerCase().slice(0, 40);
  let best = [...known].find((each) => each.startsWith(`${id}-`)) ?? '';
  let least = best === '' ? 4 : 0;
  for (const each of known) {
    const changes = changesBetween(id, each);
    if (changes < least) [best, least] = [each, changes];
  }
  return best === '' ? '' : `${best} (did you mean that?) or `;
}

/** Levenshtein's distance. */
function changesBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const kept = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(kept, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
