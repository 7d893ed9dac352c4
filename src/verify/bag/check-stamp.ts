import { equalBytes } from '../../core/bytes.ts';
import { type BagFault, bagFault } from './bag-fault.ts';
import type { BagHashing } from './bag-hashing.ts';
import type { BagFiles } from './check-manifest.ts';
import { timeStampInfo } from './time-stamp-info.ts';

/** A time stamp in a bag. */
export interface BagStamp {
  readonly file: string;
  /** The file that it is over. */
  readonly over: string;
  /** What it says. */
  readonly at: string;
  /**
   * Whether its signature leads to certificates: `not-checked` where only its digest was, `own-roots` those that the bag brings along, `given-roots`
   * those that the reader has from the authority.
   */
  readonly signature: 'not-checked' | 'own-roots' | 'given-roots';
  readonly authority: string | null;
}

export const STAMP_ROOTS = 'timestamps/roots.pem';

/** Each stamp is over the file of `log/` that it is named after. Signatures are for a program that knows certificates. */
export function checkStamps(
  files: BagFiles,
  hashing: BagHashing,
): { readonly stamps: readonly BagStamp[]; readonly faults: readonly BagFault[] } {
  const stamps: BagStamp[] = [];
  const faults: BagFault[] = [];
  for (const [file, answer] of files) {
    const [, name] = /^timestamps\/(.*)\.tsr$/.exec(file) ?? [];
    if (name === undefined) continue;
    const over = `log/${name}`;
    const dated = files.get(over);
    const info = timeStampInfo(answer);
    if (info === null) faults.push(bagFault('BAG_TIMESTAMP', file, 'a time stamp of RFC 3161', 'something else'));
    else if (dated === undefined || !equalBytes(info.imprint, hashing.sha256(dated)))
      faults.push(bagFault('BAG_TIMESTAMP', file, `a time stamp over ${over}`, 'one over other bytes'));
    else stamps.push({ file, over, at: info.at, signature: 'not-checked', authority: null });
  }
  return { stamps, faults };
}
