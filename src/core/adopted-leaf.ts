import { utf8 } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Instant } from './instant.ts';

/** Where a log was taken up again whose newest decided state had been forgotten; of the main log (null), or of a notices log. */
export interface AdoptedLeaf {
  readonly incident: string | null;
  readonly origin: string;
  readonly treeSize: number;
  /** Hex. */
  readonly rootHash: string;
}

/** The entry for the main log: canonical JSON; of the time the UTC hour alone is kept. */
export const adoptedEntry = ({ incident, origin, treeSize, rootHash }: AdoptedLeaf, at: Instant): Uint8Array =>
  utf8(
    canonicalJson({
      v: 1,
      type: 'adopted',
      time: `${at.slice(0, 13)}Z`,
      origin,
      treeSize,
      rootHash,
      ...(incident === null ? {} : { incident }),
    }),
  );
