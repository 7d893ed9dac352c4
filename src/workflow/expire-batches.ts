import { z } from 'zod';
import { ok, type Result } from '../core/result.ts';
import type { LakeRetention, OldBatch } from '../ports/lake-retention.ts';

export const expireInput = z.strictObject({
  before: z.iso.date().describe('the first day to keep; a batch goes when every event in it is of an earlier day'),
  source: z.string().min(1).optional().describe('only batches of this source'),
  /** False: only says what would go. */
  destroy: z.boolean().default(false),
});
export type ExpireInput = z.infer<typeof expireInput>;

/** The document of `candour expire --json`. */
export interface Expiry {
  readonly before: string;
  readonly destroyed: boolean;
  readonly batches: readonly OldBatch[];
  readonly records: number;
  readonly bytes: number;
}

export interface ExpireDeps {
  readonly retention: LakeRetention;
}

/** Destroys the batches that are older than the retention period, for good, with a tombstone for each; or says which they are. */
export const expireBatches = {
  name: 'lake.expire',
  permission: 'release',
  input: expireInput,
  async run({ before, source, destroy }: ExpireInput, { retention }: ExpireDeps): Promise<Result<Expiry>> {
    const old = await retention.before(before);
    if (!old.ok) return old;
    const asked = old.value.filter((batch) => source === undefined || batch.source === source);
    const gone = destroy
      ? await retention.expire(
          asked.map(({ leaf }) => leaf),
          before,
        )
      : ok(asked);
    if (!gone.ok) return gone;
    const sum = (of: (batch: OldBatch) => number): number => gone.value.reduce((total, batch) => total + of(batch), 0);
    return ok({
      before,
      destroyed: destroy,
      batches: gone.value,
      records: sum(({ records }) => records),
      bytes: sum(({ bytes }) => bytes),
    });
  },
} as const;
