import { z } from 'zod';
import type { Instant } from '../core/instant.ts';
import { companySchema } from '../model/company.ts';
import type { CheckpointStamp } from '../ports/referral-evidence.ts';
import type { ReferralStore } from '../ports/referral-store.ts';

const instant = z.iso.datetime().transform((text) => text as Instant);

/** `terms.json` of a kept referral: everything that is not in the case, the lake or the packs, so that the same payload comes out again. */
const termsSchema = z.strictObject({
  version: z.literal(1),
  id: z.string(),
  madeAt: instant,
  madeBy: z.string(),
  recipient: z.string().nullable(),
  /** How many events the case had. */
  events: z.number().int(),
  organisation: companySchema.nullable(),
  statement: z.strictObject({ name: z.string(), sha256: z.string() }),
  tool: z.strictObject({ name: z.string(), version: z.string() }),
  /** Which records, by batch. */
  selection: z.array(z.strictObject({ source: z.string(), batch: z.string(), recordNos: z.array(z.number().int()) })),
  /** Who stood behind each account. */
  actors: z.record(z.string(), z.string()),
  victims: z.strictObject({ persons: z.number().int(), recipients: z.array(z.string()) }).nullable(),
});
export type KeptTerms = z.infer<typeof termsSchema>;

/** `release-<n>.json`: one way in which a referral left. */
const releaseSchema = z.strictObject({
  version: z.literal(1),
  at: instant,
  by: z.string(),
  approvedBy: z.string().nullable(),
  payloadDigest: z.string(),
  /** The state of the log that the bag is made as of. */
  checkpoint: z.strictObject({
    origin: z.string(),
    treeSize: z.number().int(),
    rootHash: z.string(),
    note: z.string(),
  }),
  /** Null: made without; absent in what was kept before there were any. */
  stamp: z.strictObject({ at: instant, authority: z.string(), qualified: z.boolean() }).nullable().default(null),
});
export type KeptRelease = z.infer<typeof releaseSchema>;
export type KeptCheckpoint = KeptRelease['checkpoint'];

/** A time stamp over the note, and the certificates that it was verified to. */
export type StampFiles = Pick<CheckpointStamp, 'answer' | 'roots'>;

const TERMS = 'terms.json';
const VICTIMS = 'victims.zip.age';

/** The kept referrals of one case, read and written as what they mean. A file that is there and not of its shape is a broken invariant. */
export function keptReferrals(store: ReferralStore, caseId: string) {
  const json = (referral: string, name: string): unknown => {
    const bytes = store.read(caseId, referral, name);
    return bytes === null ? null : JSON.parse(Buffer.from(bytes).toString('utf8'));
  };
  const release = (referral: string, n: number): KeptRelease | null => {
    const value = json(referral, `release-${n}.json`);
    return value === null ? null : releaseSchema.parse(value);
  };
  return {
    /** The newest, or null. */
    newest(): KeptTerms | null {
      const id = store.list(caseId).at(-1);
      return id === undefined ? null : termsSchema.parse(json(id, TERMS));
    },
    create(terms: KeptTerms, victims: Uint8Array | null): void {
      store.create(caseId, terms.id, {
        [TERMS]: bytesOf(terms),
        ...(victims === null ? {} : { [VICTIMS]: victims }),
      });
    },
    victims: (referral: string): Uint8Array | null => store.read(caseId, referral, VICTIMS),
    /** All releases, oldest first. */
    releases(referral: string): readonly KeptRelease[] {
      const found: KeptRelease[] = [];
      for (let one = release(referral, 0); one !== null; one = release(referral, found.length)) found.push(one);
      return found;
    },
    /** Its stamp first: a release that is there has it. */
    addRelease: (referral: string, n: number, kept: KeptRelease, stamp: StampFiles | null): void =>
      store.add(caseId, referral, {
        ...(stamp === null ? {} : { [`release-${n}.tsr`]: stamp.answer, [`release-${n}.roots.pem`]: stamp.roots }),
        [`release-${n}.json`]: bytesOf(kept),
      }),
    stamp(referral: string, n: number): StampFiles | null {
      const answer = store.read(caseId, referral, `release-${n}.tsr`);
      const roots = store.read(caseId, referral, `release-${n}.roots.pem`);
      return answer === null || roots === null ? null : { answer, roots };
    },
    /** SHA-256 of the archive of a release, once it was made. */
    digest(referral: string, n: number): string | null {
      const bytes = store.read(caseId, referral, `release-${n}.sha256`);
      return bytes === null ? null : Buffer.from(bytes).toString('utf8').trim();
    },
    addDigest: (referral: string, n: number, sha256: string): void =>
      store.add(caseId, referral, { [`release-${n}.sha256`]: Buffer.from(`${sha256}\n`) }),
  };
}

const bytesOf = (value: unknown): Uint8Array => Buffer.from(`${JSON.stringify(value)}\n`);
