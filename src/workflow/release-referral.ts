import { err, ok, type Result } from '../core/result.ts';
import type { BagParts } from '../referral/build-bag.ts';
import { referralFault } from '../referral/fault.ts';
import type { Payload } from '../referral/payload.ts';
import type { Referral } from '../referral/referral.ts';
import { payloadManifests } from '../referral/seal.ts';
import { appendToCase } from './append-to-case.ts';
import type { ReferralActionDeps } from './referral-deps.ts';
import { newestCheckpoint } from './referral-log.ts';
import { type KeptRelease, keptReferrals, type StampFiles } from './referral-terms.ts';

/** A release as it is kept, with its time stamp. */
export interface FiledRelease extends Omit<KeptRelease, 'version' | 'stamp'> {
  readonly number: number;
  readonly stamp: (NonNullable<KeptRelease['stamp']> & StampFiles) | null;
}

export interface ReleaseTerms {
  readonly approvedBy: string | null;
  readonly custodyKeyId: string;
  /** False: without a time stamp, though an authority is set. */
  readonly timestamp: boolean;
}

/**
 * The kept release of this approval, else a new one: first in the case, then dated by the authority that is set, then kept, so that the stamp is
 * the same each time. Where the authority does not answer nothing is kept, and the next call releases anew. Errors: `REFERRAL_DIFFERS`,
 * `TIMESTAMP_*`, those of the log.
 */
export async function releaseReferral(
  referral: Referral,
  payload: Payload,
  { approvedBy, custodyKeyId, timestamp }: ReleaseTerms,
  deps: ReferralActionDeps,
): Promise<Result<FiledRelease>> {
  const kept = keptReferrals(deps.referrals, referral.case);
  const releases = kept.releases(referral.id);
  const payloadDigest = payloadManifests(payload.files).digest;
  const [first] = releases;
  if (first !== undefined && first.payloadDigest !== payloadDigest) return differs('payload');
  const number = releases.findIndex((release) => release.approvedBy === approvedBy);
  const found = releases[number];
  if (found !== undefined) {
    const files = kept.stamp(referral.id, number);
    const stamp = found.stamp === null || files === null ? null : { ...found.stamp, ...files };
    return ok({ ...found, number, stamp });
  }
  const document = { referral: referral.id, payloadDigest, custodyKeyId, approvedBy, ...countsOf(referral) };
  const appended = await appendToCase(referral.case, { kind: 'referral-released', document }, [], deps);
  if (!appended.ok) return appended;
  const checkpoint = await newestCheckpoint(deps);
  if (!checkpoint.ok) return checkpoint;
  const asked = timestamp ? await deps.evidence.stamp(checkpoint.value.note) : ok(null);
  if (!asked.ok) return asked;
  const stamp = asked.value;
  const common = {
    at: deps.clock.now(),
    by: deps.operator,
    approvedBy,
    payloadDigest,
    checkpoint: checkpoint.value,
  };
  const said = stamp === null ? null : { at: stamp.at, authority: stamp.authority, qualified: stamp.qualified };
  kept.addRelease(referral.id, releases.length, { version: 1, ...common, stamp: said }, stamp);
  return ok({ ...common, number: releases.length, stamp });
}

/** The folder `timestamps/` of a bag, and what its texts say of it. The stamp is over the bytes of `log/checkpoint`. */
export function stampParts({ stamp }: FiledRelease): Pick<BagParts, 'timestamps' | 'roots'> {
  if (stamp === null) return { timestamps: [], roots: null };
  const qualified = stamp.qualified
    ? 'a qualified authority, as the organisation states'
    : 'not stated to be a qualified authority';
  const one = { file: 'timestamps/checkpoint.tsr', authority: stamp.authority, qualified, at: stamp.at };
  return { timestamps: [{ ...one, bytes: stamp.answer }], roots: stamp.roots };
}

export const countsOf = (
  referral: Referral,
): { readonly exhibits: number; readonly records: number; readonly victims: number } => ({
  exhibits: referral.exhibits.length,
  records: referral.exhibits.reduce((sum, { records }) => sum + records.length, 0),
  victims: referral.victims?.persons ?? 0,
});

export const differs = (what: 'payload' | 'bag'): Result<never> =>
  err(
    referralFault('REFERRAL_DIFFERS', `making the same referral again: its ${what} is not the one that was recorded`),
  );
