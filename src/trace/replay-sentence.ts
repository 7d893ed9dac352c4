import type { Replay } from '../model/trace.ts';

/** Upper end (95 %) of how often somebody innocent would be named, none of `replays` having named one: the rule of three. */
export const namedAtMost = (replays: number): number => Math.min(1, 3 / Math.max(1, replays));

/** What the replays showed, in two sentences. */
export function replaySentence({ replays, anybody, steps, slack }: Replay): string {
  const first = steps[0]?.named ?? 0;
  const simulated = `In ${replays} simulated leaks on this very log by people who are not in it, the trace named anybody in ${anybody}, and one of those whom this list points at in ${first}`;
  if (slack === null) return `${simulated}. With the widest margin for coincidence it still did: they are not named.`;
  const still = steps.find((step) => step.slack === slack)?.anybody ?? 0;
  const raised =
    slack === 0
      ? ''
      : `; with the margin for coincidence raised to ${Number((100 * slack).toFixed(1))} % of the list, anybody in ${still} and one of these in none`;
  return `${simulated}${raised}. So an unlogged leak would make them look guilty in less than ${(100 * namedAtMost(replays)).toPrecision(2)} % of such cases (95 % sure).`;
}
