import type { AffectedGroup } from '../model/facts.ts';
import type { LawAuthority } from '../packs/law-schema.ts';
import type { LawRecipient } from '../packs/law-text.ts';
import { type FactController, regionCode } from './fact-view.ts';
import type { LawOnDay } from './law-on-day.ts';

/** One recipient of a duty, with the groups of people on whose account it is addressed. */
export interface Route<Member> {
  /** What follows the duty's id, so that several addressees of one duty have stable ids; empty for the only one. */
  readonly suffix: string;
  /** `authority:<id>`, `individuals`, … */
  readonly recipient: string;
  readonly zone: string;
  readonly reasons: readonly string[];
  readonly missing: readonly string[];
  readonly members: readonly Member[];
}

/**
 * Who receives a duty of a law on its day. An authority is fixed by the law, or found by the controller's establishment (or the
 * lead authority it names), or, without an establishment where the law holds, by where each affected person lives: then
 * there is one route per authority.
 */
export function routesOf<Member extends { readonly group: AffectedGroup }>(
  { pack, authorities, representative }: Pick<LawOnDay, 'pack' | 'authorities' | 'representative'>,
  to: LawRecipient,
  controller: FactController | undefined,
  members: readonly Member[],
): readonly Route<Member>[] {
  const zone = pack.law.zone;
  if (to.kind === 'media' && to.per === 'region') {
    return split(members, zone, ({ country, region }) => regionCode(country, region) ?? 'unknown', {
      recipient: () => 'media',
      missing: ['groups.region'],
    });
  }
  if (to.kind === 'controller') {
    return split(members, zone, (group) => group.controller, { recipient: (id) => `controller:${id}`, missing: [] });
  }
  if (to.kind !== 'authority') return [only(to.kind, zone, members)];

  const zoneOf = (id: string): string => authorities.find((authority) => authority.id === id)?.zone ?? zone;
  if (to.choose === 'fixed') {
    const ids = [to.authority].flat();
    const [id] = ids;
    if (id !== undefined && ids.length === 1) return [only(`authority:${id}`, zoneOf(id), members)];
    return ids.map((each) => ({ ...only(`authority:${each}`, zoneOf(each), members), suffix: `:${each}` }));
  }
  if (controller === undefined)
    return [{ ...only('authority:unknown', zone, members), missing: ['controllers.country'] }];

  const own = authorityOf(authorities, controller.country, controller.region);
  if (own !== undefined && controller.leadAuthority !== null) {
    const id = controller.leadAuthority;
    return [{ ...only(`authority:${id}`, zoneOf(id), members), reasons: [to.words.declared] }];
  }
  if (own !== undefined) {
    return [
      {
        suffix: '',
        recipient: `authority:${own.id}`,
        zone: own.zone,
        reasons: [to.words.establishment],
        missing: own.chooseByRegion ? ['controllers.region'] : NOTHING,
        members,
      },
    ];
  }

  const named = controller.representatives.some(({ country }) => representative?.words.includes(country) === true);
  const reasons = [to.words.residence, ...(named && to.words.represented !== undefined ? [to.words.represented] : [])];
  const routes = new Map<string, Member[]>();
  const choices = new Map<string, LawAuthority>();
  for (const member of members) {
    const { country, region } = member.group;
    const found = country === null ? undefined : authorityOf(authorities, country, region);
    const id = found?.id ?? 'unknown';
    if (found !== undefined) choices.set(id, found);
    routes.set(id, [...(routes.get(id) ?? []), member]);
  }
  return [...routes].map(([id, people]) => {
    const found = choices.get(id);
    return {
      suffix: `:${id}`,
      recipient: `authority:${id}`,
      zone: found?.zone ?? zone,
      reasons,
      missing: found === undefined ? ['groups.country'] : found.chooseByRegion ? ['groups.region'] : [],
      members: people,
    };
  });
}

const NOTHING: readonly string[] = [];

const only = <Member>(recipient: string, zone: string, members: readonly Member[]): Route<Member> => ({
  suffix: '',
  recipient,
  zone,
  reasons: NOTHING,
  missing: NOTHING,
  members,
});

/** One route for each key of the people's groups. */
function split<Member extends { readonly group: AffectedGroup }>(
  members: readonly Member[],
  zone: string,
  keyOf: (group: AffectedGroup) => string,
  { recipient, missing }: { readonly recipient: (key: string) => string; readonly missing: readonly string[] },
): readonly Route<Member>[] {
  const routes = new Map<string, Member[]>();
  for (const member of members) {
    const key = keyOf(member.group);
    routes.set(key, [...(routes.get(key) ?? []), member]);
  }
  return [...routes].map(([key, people]) => ({
    suffix: `:${key}`,
    recipient: recipient(key),
    zone,
    reasons: [],
    missing: key === 'unknown' ? missing : [],
    members: people,
  }));
}

/** The region's own authority where there is one, else the country's. */
function authorityOf(
  authorities: readonly LawAuthority[],
  country: string,
  region: string | null,
): LawAuthority | undefined {
  const code = regionCode(country, region);
  let national: LawAuthority | undefined;
  for (const authority of authorities) {
    if (authority.country !== country) continue;
    if (authority.region === undefined) national ??= authority;
    else if (authority.region === code) return authority;
  }
  return national;
}
