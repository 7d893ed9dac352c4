import { instantFromMs } from '../../core/instant.ts';
import { customerId, idDigits } from './customer-base.ts';

export const TIE_KINDS = ['ticket', 'order', 'account'] as const;
export type TieKind = (typeof TIE_KINDS)[number];

/** Beginnings of tie ids: `T-00008812`. */
export const TIE_PREFIX: Readonly<Record<TieKind, string>> = { ticket: 'T-', order: 'O-', account: 'A-' };
export const TIE_DIGITS = 8;

/** A tie that is open. Times are milliseconds since 1970. */
export interface OpenTie {
  readonly kind: TieKind;
  /** From 1, over all kinds. */
  readonly number: number;
  readonly customer: number;
  readonly from: number;
  /** Infinity: no end known. */
  readonly to: number;
}

/** Ties by whoever holds them; each goes to the ties file when it is opened and is forgotten after its end. */
export interface TieBook {
  ofActor(actor: number): readonly OpenTie[];
  ofTeam(team: number): readonly OpenTie[];
  /** The actor's last few closed ties. */
  closed(actor: number): readonly OpenTie[];
  openForActor(actor: number, tie: Omit<OpenTie, 'number'>): OpenTie;
  openForTeam(team: number, tie: Omit<OpenTie, 'number'>): OpenTie;
  /** Forgets the actor's ties that end at `now` or before. */
  closeOfActor(actor: number, now: number): void;
  closeOfTeam(team: number, now: number): void;
  /** Ties opened so far. */
  count(): number;
}

const KEPT_CLOSED = 20;

/** `line` takes one row of the ties file at a time, without its newline. */
export function tieBook(
  names: { readonly actors: readonly string[]; readonly teams: readonly string[] },
  customers: number,
  line: (row: string) => void,
): TieBook {
  const digits = idDigits(customers);
  const ofActor = names.actors.map((): OpenTie[] => []);
  const ofTeam = names.teams.map((): OpenTie[] => []);
  const closed = names.actors.map((): OpenTie[] => []);
  let count = 0;
  const open = (pool: OpenTie[] | undefined, actor: string, team: string, wanted: Omit<OpenTie, 'number'>): OpenTie => {
    count += 1;
    const tie = { ...wanted, number: count };
    pool?.push(tie);
    const id = TIE_PREFIX[tie.kind] + String(tie.number).padStart(TIE_DIGITS, '0');
    const to = tie.to === Infinity ? '' : instantFromMs(tie.to);
    line(`${tie.kind},${id},${actor},${team},${customerId(tie.customer, digits)},${instantFromMs(tie.from)},${to}`);
    return tie;
  };
  return {
    ofActor: (actor) => ofActor[actor] ?? [],
    ofTeam: (team) => ofTeam[team] ?? [],
    closed: (actor) => closed[actor] ?? [],
    openForActor: (actor, tie) => open(ofActor[actor], names.actors[actor] ?? '', '', tie),
    openForTeam: (team, tie) => open(ofTeam[team], '', names.teams[team] ?? '', tie),
    closeOfActor(actor, now) {
      const ended = forget(ofActor[actor] ?? [], now);
      if (ended.length > 0) closed[actor] = [...(closed[actor] ?? []), ...ended].slice(-KEPT_CLOSED);
    },
    closeOfTeam(team, now) {
      forget(ofTeam[team] ?? [], now);
    },
    count: () => count,
  };
}

/** Takes what has ended out of the pool, in place. */
function forget(pool: OpenTie[], now: number): readonly OpenTie[] {
  const ended: OpenTie[] = [];
  let kept = 0;
  for (const tie of pool) {
    if (tie.to <= now) ended.push(tie);
    else pool[kept++] = tie;
  }
  pool.length = kept;
  return ended;
}
