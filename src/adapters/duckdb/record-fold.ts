import { createCipheriv, hash } from 'node:crypto';
import { rootFold } from '../../core/root-fold.ts';

/** What a batch's leaf says of its records. */
export interface Commitment {
  readonly records: number;
  /** Lower-case hex. */
  readonly root: string;
}

/** The commitment to a batch's records: an RFC 6962 root over `salt ‖ record`, in their order. */
export interface RecordFold {
  /** Takes the records of a Parquet page, each behind its length (4 bytes, little-endian), from byte 0 to `used`. */
  page(page: Buffer, used: number): void;
  records(): number;
  /** Lower-case hex. */
  root(): string;
}

export const SALT_BYTES = 16;
const SALTS_AT_ONCE = 4096;
/** Byte 0x00 (RFC 6962 section 2.1) and the salt, in front of a record. */
const LEAD_BYTES = 1 + SALT_BYTES;
const SCRATCH_BYTES = 8192;

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
  // A view made for each record costs as much as half its hash, so records are copied to where a view of their length is.
  const small = Buffer.alloc(SCRATCH_BYTES);
  let big = Buffer.alloc(0);
  const views: Buffer[] = [];
  let salts = Buffer.alloc(0);
  let salt = 0;
  const fold = rootFold();
  const led = (bytes: number): Buffer => {
    if (bytes <= SCRATCH_BYTES) {
      const view = views[bytes] ?? small.subarray(0, bytes);
      views[bytes] = view;
      return view;
    }
    if (bytes > big.length) big = Buffer.alloc(2 * bytes);
    return big.subarray(0, bytes);
  };
  return {
    page(page, used) {
      for (let at = 0; at < used; ) {
        const from = at + 4;
        at = from + page.readUInt32LE(at);
        if (salt === salts.length) {
          salts = cipher.update(zeros);
          salt = 0;
        }
        const view = led(LEAD_BYTES + at - from);
        salts.copy(view, 1, salt, salt + SALT_BYTES);
        salt += SALT_BYTES;
        page.copy(view, LEAD_BYTES, from, at);
        fold.leafHash(hash('sha256', view, 'binary'));
      }
    },
    records: fold.count,
    root: () => fold.root().toString('hex'),
  };
}
