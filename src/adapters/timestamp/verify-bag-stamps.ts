import { err, ok, type Result } from '../../core/result.ts';
import { type BagFault, bagFault } from '../../verify/bag/bag-fault.ts';
import type { BagCheck } from '../../verify/bag/check-bag.ts';
import type { BagFiles } from '../../verify/bag/check-manifest.ts';
import { type BagStamp, STAMP_ROOTS } from '../../verify/bag/check-stamp.ts';
import { timestampFault } from './fault.ts';
import { parseRoots, type TimeStamp, tokenIn, verifyTimeStamp } from './time-stamp.ts';

/**
 * What `checkBag` leaves open: whether a bag's time stamps are signed by an authority whose certificates lead to the roots. `given`: PEM that
 * the reader has from the authority; null: the bag's own, which whoever made the bag could have made too. Error: `TIMESTAMP_ROOTS` (of the
 * given ones).
 */
export async function verifyBagStamps(
  check: BagCheck,
  files: BagFiles,
  given: Uint8Array | null,
): Promise<Result<BagCheck>> {
  const roots = parseRoots(Buffer.from(given ?? files.get(STAMP_ROOTS) ?? []).toString('utf8'));
  if (!roots.ok && given !== null) return roots;
  const stampOf = async ({ file, over }: BagStamp): Promise<Result<TimeStamp>> => {
    const [answer, dated] = [files.get(file), files.get(over)];
    if (!roots.ok) return roots;
    if (answer === undefined || dated === undefined)
      return err(timestampFault('TIMESTAMP_INVALID', 'verifying a time stamp: the bag lacks what it is over'));
    const token = tokenIn(answer);
    return token.ok ? verifyTimeStamp(token.value, dated, roots.value) : token;
  };
  const timestamps: BagStamp[] = [];
  const faults: BagFault[] = [...check.faults];
  for (const stamp of check.timestamps) {
    const held = await stampOf(stamp);
    if (held.ok)
      timestamps.push({
        ...stamp,
        signature: given === null ? 'own-roots' : 'given-roots',
        authority: held.value.authority,
      });
    else {
      const expected = `a signature that leads to ${given === null ? STAMP_ROOTS : 'the roots that were given'}`;
      faults.push(bagFault('BAG_TIMESTAMP', stamp.file, expected, held.error.message));
      timestamps.push(stamp);
    }
  }
  const unpinned = given === null && timestamps.length > 0 ? ['roots of the time stamps'] : [];
  return ok({ ...check, ok: faults.length === 0, timestamps, faults, unpinned: [...check.unpinned, ...unpinned] });
}
