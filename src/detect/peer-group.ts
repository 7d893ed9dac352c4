import type { Rule } from '../packs/rule-schema.ts';

/** A row of `sql/lake/detect-workforce.sql`. */
export type WorkerRow = {
  readonly actor: string;
  readonly team: string | null;
  readonly role: string | null;
};

/** Who has no peers: accounts that are no person. */
export const NO_PEERS = -1;

/**
 * The peer group of every actor, as a number from 0, or NO_PEERS. A team too small to be compared with joins the rest:
 * everyone without a team and everyone of other small teams, so that nobody escapes comparison by being few.
 */
export function peerGroups(
  names: readonly string[],
  workforce: readonly WorkerRow[],
  rule: Pick<Rule, 'team' | 'service_roles'>,
): { readonly groupOf: Int32Array; readonly groups: number } {
  const workers = new Map(workforce.map((worker) => [worker.actor, worker]));
  const isService = (name: string): boolean => {
    const role = workers.get(name)?.role?.toLowerCase();
    return role !== undefined && rule.service_roles.includes(role);
  };
  const sizes = new Map<string, number>();
  for (const name of names) {
    const team = workers.get(name)?.team;
    if (typeof team === 'string' && !isService(name)) sizes.set(team, (sizes.get(team) ?? 0) + 1);
  }
  const numbers = new Map<string, number>();
  const rest = 0;
  for (const [team, size] of sizes) if (size > rule.team.least) numbers.set(team, numbers.size + 1);
  const groupOf = Int32Array.from(names, (name) =>
    isService(name) ? NO_PEERS : (numbers.get(workers.get(name)?.team ?? '') ?? rest),
  );
  return { groupOf, groups: numbers.size + 1 };
}
