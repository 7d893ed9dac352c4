import { type Instant, parseInstant } from '../core/instant.ts';
import type { Duty } from '../model/duty.ts';
import type { Facts } from '../model/facts.ts';

/** Who has been told, as far as a case's facts say. */
type Told = Pick<Facts, 'authorityInformed' | 'individualsInformedAt'>;

/**
 * The same duties, each with when its recipient was told where that is recorded. Where a law has several duties to one recipient (24 hours, 72
 * hours, one month), a record does not say which of them it was: all stay open.
 */
export function markTold(duties: readonly Duty[], told: Told): readonly Duty[] {
  if (told.authorityInformed.length === 0 && told.individualsInformedAt === null) return duties;
  const stages = new Map<string, number>();
  for (const duty of duties) {
    if (duty.verdict !== 'not-required') stages.set(stageOf(duty), (stages.get(stageOf(duty)) ?? 0) + 1);
  }
  return duties.map((duty) => {
    const toldAt = duty.verdict === 'not-required' || stages.get(stageOf(duty)) !== 1 ? null : toldOn(duty, told);
    return toldAt === null ? duty : { ...duty, toldAt };
  });
}

const stageOf = ({ regime, bearer, recipient }: Duty): string => JSON.stringify([regime, bearer, recipient]);

function toldOn({ recipient }: Duty, { authorityInformed, individualsInformedAt }: Told): string | null {
  if (recipient === 'individuals') return individualsInformedAt;
  return authorityInformed.find(({ authority }) => `authority:${authority}` === recipient)?.at ?? null;
}

/** When the first of these authorities was told; null when none of them was. */
export function firstTold({ authorityInformed }: Told, authorities: readonly string[]): Instant | null {
  const told = authorityInformed
    .filter(({ authority }) => authorities.includes(authority))
    .map(({ at }) => parseInstant(at))
    .filter((at) => at !== null);
  return told.toSorted()[0] ?? null;
}
