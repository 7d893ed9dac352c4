/** A release of a referral: what leaves is bound to the payload's digest, so that it can be approved before it leaves. */
export interface ReferralRelease {
  /** `ref-…` */
  readonly referral: string;
  /** SHA-256 of the payload's manifest (`manifest-sha256.txt`), hex. */
  readonly payloadDigest: string;
  /** SHA-256 of the custody key, hex. */
  readonly custodyKeyId: string;
  /** Null: a draft that nobody approved. */
  readonly approvedBy: string | null;
  readonly exhibits: number;
  readonly records: number;
  /** People in the encrypted list; 0 when there is none. */
  readonly victims: number;
}

/** A bag as it was written out. */
export interface MadeReferral {
  readonly referral: string;
  readonly approvedBy: string | null;
  readonly files: number;
  readonly bytes: number;
  /** Of the whole archive, hex. */
  readonly sha256: string;
}
