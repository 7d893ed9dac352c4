import type { Replay } from '../model/trace.ts';

/** Upper end (95 %) of how often somebody innocent would be named, none of `replays` having named one: the rule of three. */
export const namedAtMost = (replays: number): number => Math.min(1, 3 / Math.max(1, replays));

/** In how many of the replays the rule that gave the answer named somebody: each time, somebody innocent. */
export const namedInReplay = ({ anybody, steps, slack }: Replay): number =>
  steps.find((step) => step.slack === slack)?.anybody ?? anybody;

/** What the replays showed, and whether `alpha`, the error that was tolerated, was kept in them. */
export function replaySentence(replay: Replay, alpha: number): string {
  const { replays, anybody, steps, slack } = replay;
  const first = steps[0]?.named ?? 0;
  const simulated = `In ${replays} simulated leaks on this very log by people who are not in it, the trace named anybody in ${anybody}, and one of those whom this list points at in ${first}`;
  if (slack === null) return `${simulated}. With the widest margin for coincidence it still did: they are not named.`;
  const still = namedInReplay(replay);
  const raised =
    slack === 0
      ? ''
      : `; with the margin for coincidence raised to ${Number((100 * slack).toFixed(1))} % of the list, anybody in ${still} and one of these in none`;
  // A leak that names nobody with less margin names nobody with more: only who was named at first owes the zero to the choice of margin.
  const chosen = first === 0 ? '' : ', and the margin was chosen by these same leaks';
  const sure = `So an unlogged leak would make them look guilty in less than ${(100 * namedAtMost(replays)).toPrecision(2)} % of such cases (95 % sure${chosen}).`;
  const kept =
    still <= alpha * replays
      ? ''
      : ` But it named somebody innocent in ${share(still / replays)} of them, where ${share(alpha)} was tolerated: for leaks by people who are not in this log that error does not hold here.`;
  return `${simulated}${raised}. ${sure}${kept}`;
}

const share = (part: number): string => `${Number((100 * part).toPrecision(2))} %`;
