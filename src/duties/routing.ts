import type { AffectedGroup } from '../model/facts.ts';
import type { LawAuthority } from '../packs/law-schema.ts';
import type { LawRecipient } from '../packs/law-text.ts';
import { type FactController, regionCode } from './fact-view.ts';

/** One recipient of a duty. */
export interface Addressee {
  /** What follows the duty's id, so that several addressees of one duty have stable ids; empty for the only one. */
  readonly suffix: string;
  /** `authority:<id>`, `individuals`, … */
  readonly recipient: string;
  readonly zone: string;
  readonly reasons: readonly string[];
  readonly missing: readonly string[];
}

/** One recipient, with the groups of people on whose account it is addressed. */
interface Route<Member> {
  readonly to: Addressee;
  readonly members: readonly Member[];
}

/** What of a law on its day says whom to address. */
interface Places {
  readonly zone: string;
  readonly authorities: readonly LawAuthority[];
  readonly representative: { readonly words: readonly string[] } | undefined;
}

/** The recipients of a duty that goes to the same whoever is affected; null when that must be asked of `routesOf`. */
export function addresseesOf(
  { zone, authorities }: Omit<Places, 'representative'>,
  to: LawRecipient,
): readonly Addressee[] | null {
  if ((to.kind === 'media' && to.per === 'region') || to.kind === 'controller') return null;
  if (to.kind !== 'authority') return [only(to.kind, zone)];
  if (to.choose !== 'fixed') return null;
  const ids = [to.authority].flat();
  return ids.map((id) => ({
    ...only(`authority:${id}`, zoneOf(authorities, id, zone)),
    suffix: ids.length === 1 ? '' : `:${id}`,
  }));
}

/**
 * Who receives a duty of a law on its day. An authority is fixed by the law, or found by the controller's establishment (or the
 * lead authority it names), or, without an establishment where the law holds, by where each affected person lives: then
 * there is one route per authority.
 */
export function routesOf<Member extends { readonly group: AffectedGroup }>(
  law: Places,
  to: LawRecipient,
  controller: FactController | undefined,
  members: readonly Member[],
): readonly Route<Member>[] {
  const { zone, authorities, representative } = law;
  const same = addresseesOf(law, to);
  if (same !== null) return same.map((each) => ({ to: each, members }));
  if (to.kind === 'media') {
    return split(members, zone, ({ country, region }) => regionCode(country, region) ?? 'unknown', {
      recipient: () => 'media',
      missing: ['groups.region'],
    });
  }
  if (to.kind !== 'authority' || to.choose === 'fixed') {
    return split(members, zone, (group) => group.controller, { recipient: (id) => `controller:${id}`, missing: [] });
  }
  if (controller === undefined) {
    return [{ to: { ...only('authority:unknown', zone), missing: ['controllers.country'] }, members }];
  }

  const own = authorityOf(authorities, controller.country, controller.region);
  if (own !== undefined && controller.leadAuthority !== null) {
    const id = controller.leadAuthority;
    const declared = only(`authority:${id}`, zoneOf(authorities, id, zone));
    return [{ to: { ...declared, reasons: [to.words.declared] }, members }];
  }
  if (own !== undefined) {
    const established: Addressee = {
      suffix: '',
      recipient: `authority:${own.id}`,
      zone: own.zone,
      reasons: [to.words.establishment],
      missing: own.chooseByRegion ? ['controllers.region'] : NOTHING,
    };
    return [{ to: established, members }];
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
    const resident: Addressee = {
      suffix: `:${id}`,
      recipient: `authority:${id}`,
      zone: found?.zone ?? zone,
      reasons,
      missing: found === undefined ? ['groups.country'] : found.chooseByRegion ? ['groups.region'] : NOTHING,
    };
    return { to: resident, members: people };
  });
}

const NOTHING: readonly string[] = [];

const only = (recipient: string, zone: string): Addressee => ({
  suffix: '',
  recipient,
  zone,
  reasons: NOTHING,
  missing: NOTHING,
});

const zoneOf = (authorities: readonly LawAuthority[], id: string, zone: string): string =>
  authorities.find((authority) => authority.id === id)?.zone ?? zone;

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
    to: {
      suffix: `:${key}`,
      recipient: recipient(key),
      zone,
      reasons: NOTHING,
      missing: key === 'unknown' ? missing : NOTHING,
    },
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
