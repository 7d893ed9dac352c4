/** Positions per ln(n/α) for coalitions of one to five: measured under the five attacks, docs/design/canary.md. */
const POSITIONS_PER_NAT = [2, 10, 30, 52, 88];

/** ln of how improbable it is to be that any innocent is named. */
const LN_ALPHA = Math.log(0.001);

/** Positions that a code for `units` needs against a coalition of one to five, so that one of it is named in 19 of 20 cases. */
export const codeLength = (coalition: number, units: number): number =>
  Math.ceil((POSITIONS_PER_NAT[coalition - 1] ?? 88) * (Math.log(units) - LN_ALPHA));
