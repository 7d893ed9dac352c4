import { createCipheriv, hash } from 'node:crypto';
import { rootFold } from '../../core/root-fold.ts';

/** Bytes that a page must have before its first record's length. */
export const PAGE_LEAD = 16;

/** What a batch's leaf says of its records. */
export interface Commitment {
  readonly records: number;
  /** Lower-case hex. */
  readonly root: string;
}

/** The commitment to a batch's records: an RFC 6962 root over `salt ‖ record`, in their order. */
export interface RecordFold {
  /**
   * Takes the records of a Parquet page, each behind its length (4 bytes, little-endian), from `PAGE_LEAD` to `used`. The page is
   * spent: salts are written over what precedes each record, so that it is hashed where it lies.
   */
  page(page: Buffer, used: number): void;
  records(): number;
  /** Lower-case hex. */
  root(): string;
}

export const SALT_BYTES = 16;
const SALTS_AT_ONCE = 4096;

/** The salts of a batch's records one behind the other: AES-256-CTR keystream, IV 0, under the batch's secret of 32 bytes. */
export const saltsOf = (secret: Uint8Array, records: number): Buffer =>
  createCipheriv('aes-256-ctr', secret, Buffer.alloc(16)).update(Buffer.alloc(records * SALT_BYTES));

/**
 * A salt of 16 bytes in front of each record, from a secret that can be destroyed: one record can be proved with its salt, and
 * nobody can find its neighbours by guessing them.
 */
export function recordFold(secret: Uint8Array): RecordFold {
  const cipher = createCipheriv('aes-256-ctr', secret, Buffer.alloc(16));
  const zeros = Buffer.alloc(SALTS_AT_ONCE * SALT_BYTES);
  let salts = Buffer.alloc(0);
  let salt = 0;
  const fold = rootFold();
  return {
    page(page, used) {
      for (let at = PAGE_LEAD; at < used; ) {
        const from = at + 4;
        const to = from + page.readUInt32LE(at);
        if (salt === salts.length) {
          salts = cipher.update(zeros);
          salt = 0;
        }
        page[from - SALT_BYTES - 1] = 0;
        salts.copy(page, from - SALT_BYTES, salt, salt + SALT_BYTES);
        salt += SALT_BYTES;
        fold.leafHash(hash('sha256', page.subarray(from - SALT_BYTES - 1, to), 'binary'));
        at = to;
      }
    },
    records: fold.count,
    root: () => fold.root().toString('hex'),
  };
}
